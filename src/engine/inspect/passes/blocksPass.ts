import { readRows, type Rows } from '../../kernels/rows';
import type { LayerTrace } from '../../layers/layerTrace';
import { emptyRows, normsOfRows } from './rowMath';
import type { StateLayout } from './stateLayout';
import type { GradientPass, LayerGradients, TracePass } from './tracePass';

/**
 * Reads blocks of one text side by side, a lane a block, where lanes follow each other, and carries the losses of each
 * and of the next one back through it. A lane that is followed by no block of the text has losses of its own only.
 */
export interface BlocksPass {
  readonly lanes: number;
  begin(states: readonly (Float32Array | undefined)[]): void;
  /** @param symbols [time * lanes] */
  forward(symbols: Int32Array): void;
  /** [time * lanes, vocabulary]; before `backward`. */
  logits(): Float32Array;
  /** @param targets [time * lanes]; -1 at the end of a lane: there is no loss */
  backward(targets: Int32Array): void;
  /** Of every prediction, nats, [time * lanes]; after `backward`. */
  losses(): Float64Array;
  trace(layer: number): LayerTrace;
  /** dL/dh and dL/dc of a layer after 1..time time steps, [time * lanes, units]; after `backward`. */
  gradients(layer: number): LayerGradients;
  /** Their squared norms, [time * lanes]. */
  squaredNorms(layer: number): { h: Float64Array; c?: Float64Array };
  dispose(): void;
}

/** Of passes that know only one text: each lane's losses, then those of the lane before it, chained. */
export class ChainedBlocksPass implements BlocksPass {
  private states: readonly (Float32Array | undefined)[] = [];
  private symbols: Int32Array = new Int32Array(0);
  private found: Float64Array = new Float64Array(0);
  private rows: LayerGradients[] = [];

  /** @param single of one lane; both are owned from now on */
  constructor(
    private readonly layout: StateLayout,
    private readonly all: TracePass,
    private readonly single: GradientPass,
  ) {}

  get lanes(): number {
    return this.all.lanes;
  }

  begin(states: readonly (Float32Array | undefined)[]): void {
    this.states = states;
    this.all.begin(states);
  }

  forward(symbols: Int32Array): void {
    this.symbols = symbols;
    this.all.forward(symbols);
  }

  logits(): Float32Array {
    return this.all.logits();
  }

  backward(targets: Int32Array): void {
    this.found = this.all.losses(targets.map((target) => Math.max(0, target)));
    targets.forEach((target, row) => target < 0 && (this.found[row] = 0));
    this.rows = this.layout.places.map(({ units, width, c }) => ({
      h: emptyRows(this.symbols.length, width),
      ...(c === undefined ? {} : { c: emptyRows(this.symbols.length, units) }),
    }));
    for (let lane = 0; lane < this.lanes; lane++) {
      const hasNext = lane + 1 < this.lanes && this.carryBack(lane + 1, targets, false);
      if (this.carryBack(lane, targets, hasNext)) this.keep(lane);
    }
  }

  losses(): Float64Array {
    return this.found;
  }

  trace(layer: number): LayerTrace {
    return this.all.trace(layer);
  }

  gradients(layer: number): LayerGradients {
    return this.rows[layer]!;
  }

  squaredNorms(layer: number): { h: Float64Array; c?: Float64Array } {
    const squares = (rows: Rows) => normsOfRows(rows).map((norm) => norm * norm);
    const { h, c } = this.rows[layer]!;
    return { h: squares(h), ...(c ? { c: squares(c) } : {}) };
  }

  dispose(): void {
    this.all.dispose();
    this.single.dispose();
  }

  /** @returns whether the lane has losses */
  private carryBack(lane: number, targets: Int32Array, isChained: boolean): boolean {
    const own = this.laneOf(targets, lane);
    const count = own.indexOf(-1) < 0 ? own.length : own.indexOf(-1);
    if (count === 0) return false;
    this.single.begin([this.states[lane]]);
    this.single.backward(this.laneOf(this.symbols, lane).subarray(0, count), own.subarray(0, count), 0, isChained);
    return true;
  }

  private keep(lane: number): void {
    this.rows.forEach(({ h, c }, layer) => {
      const own = this.single.gradients(layer);
      copyLane(own.h, h, lane, this.lanes);
      if (c) copyLane(own.c!, c, lane, this.lanes);
    });
  }

  private laneOf(all: Int32Array, lane: number): Int32Array {
    return Int32Array.from({ length: all.length / this.lanes }, (_, t) => all[t * this.lanes + lane]!);
  }
}

function copyLane(from: Rows, to: Rows, lane: number, lanes: number): void {
  for (let t = 0; t < from.rows; t++) to.data.set(readRows(from, t, t + 1), (t * lanes + lane) * to.stride);
}
