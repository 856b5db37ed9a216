import type { LayerTrace } from '../../layers/layerTrace';
import type { ReadText } from './readText';
import { firstRows, laneOf } from '../passes/rowMath';
import type { TracedModel } from '../passes/tracedModel';
import type { BlocksPass } from '../passes/blocksPass';
import type { LayerGradients, TracePass } from '../passes/tracePass';

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
export interface BlockGradient extends BlockRead {
  /** By the states after its time steps; one row less than it has where its last time step has no loss ahead. */
  gradients(layer: number): LayerGradients;
  /** Their norms. */
  norms(layer: number): { h: Float64Array; c?: Float64Array };
}

/** About how many multiplications may be done at once without anybody having to wait. */
const workAtOnce = 2 ** 28;
const mostLanes = 64;
/** Blocks and the next one after them: what a pass holds of so many stays in the caches until it is read. */
const mostGradientLanes = 17;

/** Blocks of a text side by side: as many lanes as blocks, up to what does not keep others waiting. */
export class BlockReader {
  private readonly passes = new Map<number, TracePass>();
  private readonly blocksPasses = new Map<number, BlocksPass>();

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

  /** Lanes of blocks whose gradients are computed at once; a block has one more after it. */
  get gradientLanes(): number {
    return Math.max(2, Math.min(mostGradientLanes, this.lanesFor(this.model.cost * this.block * 5)));
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
    const losses = lengths.map((length, lane) => lossesOf(all, lane, pass.lanes, length, counted[lane]!));
    return { logits, losses };
  }

  /**
   * Carries the losses of blocks, and of the next one of each, back.
   * @param wanted in ascending order
   * @param startOf what a block begins with: of each that is wanted, and of the one after it where the text goes on
   */
  carryBack(
    text: ReadText,
    wanted: number[],
    startOf: (block: number) => BlockStart,
    wantsPredictions: boolean,
    visit: (gradient: BlockGradient) => void,
  ): void {
    const most = wanted.length > 1 ? this.gradientLanes : 2;
    for (let at = 0; at < wanted.length;) {
      const { lanes, count } = this.lanesOf(text, wanted.slice(at, at + most), most);
      const shown = new Set(wanted.slice(at, at + count));
      this.carryLanes(text, lanes.map(startOf), most, wantsPredictions, (found) => {
        if (shown.has(found.block)) visit(found);
      });
      at += count;
    }
  }

  /** Blocks side by side, each with the next one after it. @returns how many of the wanted are among them */
  private lanesOf(text: ReadText, wanted: number[], most: number): { lanes: number[]; count: number } {
    const lanes: number[] = [];
    let count = 0;
    for (const block of wanted) {
      const own = [block, block + 1].filter((each) => lanes.at(-1) !== each && this.lengthOf(text, each) > 0);
      if (lanes.length + own.length > most) break;
      lanes.push(...own);
      count++;
    }
    return { lanes, count };
  }

  private carryLanes(
    text: ReadText,
    starts: BlockStart[],
    lanes: number,
    wantsPredictions: boolean,
    visit: (gradient: BlockGradient) => void,
  ): void {
    const pass = made(this.blocksPasses, lanes, () => this.model.blocksPass(lanes, this.block));
    const lengths = starts.map(({ block }) => this.lengthOf(text, block));
    const time = Math.max(...lengths);
    pass.begin(starts.map(({ state }) => state));
    pass.forward(this.interleave(text, starts, lengths, lanes, time));
    const logits = wantsPredictions ? pass.logits() : undefined;
    const counted = starts.map(({ block }, lane) => Math.min(lengths[lane]!, text.length - 1 - block * this.block));
    pass.backward(this.interleave(text, starts, counted, lanes, time, 1, -1));
    const losses = pass.losses();
    const [traceOf, normsOf] = [once((layer) => pass.trace(layer)), once((layer) => pass.squaredNorms(layer))];
    starts.forEach((start, lane) => {
      const length = lengths[lane]!;
      const rows = Math.min(length, this.lossesFrom(text, start.block));
      visit({
        ...start,
        from: start.block * this.block,
        length,
        trace: (layer) => laneTrace(traceOf(layer), lane, lanes, length),
        losses: lossesOf(losses, lane, lanes, length, counted[lane]!),
        logits: (t) => rowOf(logits!, t * lanes + lane, this.model.vocabulary),
        gradients: (layer) => laneGradients(pass.gradients(layer), lane, lanes, rows),
        norms: (layer) => laneNorms(normsOf(layer), lane, lanes, rows),
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
    for (const pass of [...this.passes.values(), ...this.blocksPasses.values()]) pass.dispose();
    this.passes.clear();
    this.blocksPasses.clear();
  }

  private lanesFor(work: number): number {
    return Math.max(1, Math.min(mostLanes, Math.floor(this.work / work)));
  }

  /** The symbols of blocks side by side, time-major, with `nothing` in lanes and time steps that are not there. */
  private interleave(
    text: ReadText,
    starts: BlockStart[],
    lengths: number[],
    lanes: number,
    time: number,
    ahead = 0,
    nothing = 0,
  ): Int32Array {
    const symbols = new Int32Array(time * lanes).fill(nothing);
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

/** Remembers by layer what was made. */
function once<T>(make: (layer: number) => T): (layer: number) => T {
  const known: T[] = [];
  return (layer) => (known[layer] ??= make(layer));
}

/** The losses of a lane; NaN where it has none. */
const lossesOf = (all: Float64Array, lane: number, lanes: number, length: number, counted: number): Float64Array =>
  Float64Array.from({ length }, (_, t) => (t < counted ? all[t * lanes + lane]! : NaN));

function laneNorms({ h, c }: { h: Float64Array; c?: Float64Array }, lane: number, lanes: number, length: number) {
  const norms = (all: Float64Array) => Float64Array.from({ length }, (_, t) => Math.sqrt(all[t * lanes + lane]!));
  return { h: norms(h), ...(c ? { c: norms(c) } : {}) };
}

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
