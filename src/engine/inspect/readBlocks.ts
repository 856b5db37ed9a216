import type { LayerTrace } from '../model/layerTrace';
import type { ReadText } from './readText';
import { firstRows, laneOf } from './rowMath';
import type { TracedModel } from './tracedModel';
import type { GradientPass, LayerGradients, TracePass } from './tracePass';

/** A block of time steps with the flat state that it begins with; nothing stands for zero. */
export interface BlockStart {
  block: number;
  state: Float32Array | undefined;
}

/** A block that was read: its rows hold until the next blocks are read. */
export interface BlockRead extends BlockStart {
  /** Its first time step, and how many it has. */
  from: number;
  length: number;
  trace(layer: number): LayerTrace;
  /** The losses of its time steps, nats; NaN at the end of the text. Only where predictions are wanted. */
  losses: Float64Array;
  /** The logits of a time step, a view. Likewise. */
  logits(t: number): Float32Array;
}

/** A block with the gradients of its losses and of the next block's. */
export interface BlockGradient extends BlockStart {
  from: number;
  length: number;
  /** By the states after its time steps; one row less than it has where its last time step has no loss ahead. */
  gradients(layer: number): LayerGradients;
}

/** About how many multiplications may be done at once without anybody having to wait. */
const workAtOnce = 2 ** 28;
const mostLanes = 64;

/** Blocks of a text side by side: as many lanes as blocks, up to what does not keep others waiting. */
export class BlockReader {
  private readonly passes = new Map<number, TracePass>();
  private readonly gradientPasses = new Map<number, GradientPass>();

  /**
   * @param block time steps of a block
   * @param work multiplications that may be done at once
   */
  constructor(
    private readonly model: TracedModel,
    readonly block: number,
    private readonly work = workAtOnce,
  ) {}

  /** Blocks that are read at once. */
  get lanes(): number {
    return this.lanesFor(this.model.cost * this.block);
  }

  /** Blocks whose gradients are computed at once. */
  get gradientLanes(): number {
    return this.lanesFor(this.model.cost * this.block * 6);
  }

  /** Reads up to `lanes` blocks and shows each. */
  read(text: ReadText, starts: BlockStart[], wantsPredictions: boolean, visit: (read: BlockRead) => void): void {
    const lanes = starts.length > 1 ? this.lanes : 1;
    const pass = made(this.passes, lanes, () => this.model.tracePass(lanes, this.block, true));
    const lengths = starts.map(({ block }) => this.lengthOf(text, block));
    const time = Math.max(...lengths);
    pass.begin(starts.map(({ state }) => state));
    pass.forward(this.interleave(text, starts, lengths, lanes, time));
    const predicted = wantsPredictions ? this.predict(text, pass, starts, lengths, time) : undefined;
    starts.forEach((start, lane) => {
      const length = lengths[lane]!;
      visit({
        ...start,
        from: start.block * this.block,
        length,
        trace: (layer) => laneTrace(pass.trace(layer), lane, lanes, length),
        losses: predicted ? predicted.losses[lane]! : new Float64Array(0),
        logits: (t) => rowOf(predicted!.logits, t * lanes + lane, this.model.vocabulary),
      });
    });
  }

  private predict(text: ReadText, pass: TracePass, starts: BlockStart[], lengths: number[], time: number) {
    const counted = starts.map(({ block }, lane) => Math.min(lengths[lane]!, text.length - 1 - block * this.block));
    const logits = pass.logits();
    const all = pass.losses(this.interleave(text, starts, counted, pass.lanes, time, 1));
    const losses = lengths.map((length, lane) =>
      Float64Array.from({ length }, (_, t) => (t < counted[lane]! ? all[t * pass.lanes + lane]! : NaN)),
    );
    return { logits, losses };
  }

  /** Carries the losses of up to `gradientLanes` blocks, all of them with as many ahead, back. */
  carryBack(text: ReadText, starts: BlockStart[], visit: (gradient: BlockGradient) => void): void {
    const time = this.lossesFrom(text, starts[0]!.block);
    const lanes = starts.length > 1 ? this.gradientLanes : 1;
    const pass = made(this.gradientPasses, lanes, () => this.model.gradientPass(lanes, 2 * this.block));
    const times = starts.map(() => time);
    pass.begin(starts.map(({ state }) => state));
    if (time > 0) {
      const symbols = this.interleave(text, starts, times, lanes, time);
      pass.backward(symbols, this.interleave(text, starts, times, lanes, time, 1), 0);
    }
    starts.forEach((start, lane) => {
      const from = start.block * this.block;
      const length = this.lengthOf(text, start.block);
      visit({
        ...start,
        from,
        length,
        gradients: (k) =>
          time === 0
            ? noGradients(this.model, k)
            : laneGradients(pass.gradients(k), lane, lanes, Math.min(time, length)),
      });
    });
  }

  /** Losses that the gradients of a block may count. */
  lossesFrom(text: ReadText, block: number): number {
    return Math.max(0, Math.min(2 * this.block, text.length - 1 - block * this.block));
  }

  lengthOf(text: ReadText, block: number): number {
    return Math.max(0, Math.min(this.block, text.length - block * this.block));
  }

  dispose(): void {
    for (const pass of [...this.passes.values(), ...this.gradientPasses.values()]) pass.dispose();
    this.passes.clear();
    this.gradientPasses.clear();
  }

  private lanesFor(work: number): number {
    return Math.max(1, Math.min(mostLanes, Math.floor(this.work / work)));
  }

  /** The symbols of blocks side by side, time-major; lanes and time steps that are not there read symbol 0. */
  private interleave(
    text: ReadText,
    starts: BlockStart[],
    lengths: number[],
    lanes: number,
    time: number,
    ahead = 0,
  ): Int32Array {
    const symbols = new Int32Array(time * lanes);
    starts.forEach(({ block }, lane) => {
      const own = new Int32Array(Math.max(0, lengths[lane]!));
      text.read(block * this.block + ahead, own);
      own.forEach((symbol, t) => (symbols[t * lanes + lane] = symbol));
    });
    return symbols;
  }
}

const rowOf = (all: Float32Array, row: number, width: number): Float32Array =>
  all.subarray(row * width, (row + 1) * width);

function made<T>(all: Map<number, T>, key: number, make: () => T): T {
  const known = all.get(key) ?? make();
  all.set(key, known);
  return known;
}

const noGradients = ({ states }: TracedModel, layer: number): LayerGradients => {
  const { units, c } = states.places[layer]!;
  const none = { data: new Float32Array(0), offset: 0, stride: units, rows: 0, columns: units };
  return { h: none, c: c === undefined ? undefined : none };
};

function laneTrace({ h, c, state, gates }: LayerTrace, lane: number, lanes: number, length: number): LayerTrace {
  const own = (rows: LayerTrace['h']) => firstRows(laneOf(rows, lane, lanes), length);
  return {
    h: own(h),
    c: c && own(c),
    state: state && own(state),
    gates: new Map([...gates].map(([name, rows]) => [name, own(rows)])),
  };
}

const laneGradients = ({ h, c }: LayerGradients, lane: number, lanes: number, length: number): LayerGradients => ({
  h: firstRows(laneOf(h, lane, lanes), length),
  c: c && firstRows(laneOf(c, lane, lanes), length),
});
