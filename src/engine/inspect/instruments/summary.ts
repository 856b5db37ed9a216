import type { Rows } from '../../kernels/rows';
import type { Overview, PanelQuantity } from '../../../protocol/lens';
import { isGradient } from '../../../protocol/quantities';
import { isGateOf, widthOf } from '../reading/quantities';
import { firstRows, meansOfRows } from '../passes/rowMath';
import { orderBySimilarity } from './similarity';
import type { TracedText } from '../reading/tracedText';
import type { Turn } from '../turns';

const mostBuckets = 1000;
/** Rows that units are compared by, about. */
const compared = 128;
/** Gates below and above these count as closed and open. */
const [closedBelow, openAbove] = [0.1, 0.9];
/** Blocks that are counted before it is looked whether somebody waits. */
const blocksAtOnce = 64;

/** One quantity of a layer over a whole text, as far as the text was read. */
export class Summary {
  private means = new Float32Array(1024);
  private readonly sums: Float64Array;
  private readonly closed: Float64Array;
  private readonly open: Float64Array;
  /** Rows of units at multiples of `stride`. */
  private rows: Float32Array[] = [];
  private stride = 1;
  private blocks = 0;
  private steps = 0;
  private order?: { steps: number; units: number[] };
  private isCounting = false;
  private readonly isGate: boolean;

  constructor(
    private readonly traced: TracedText,
    private readonly layer: number,
    private readonly quantity: PanelQuantity,
  ) {
    const units = widthOf(traced.model, layer, quantity);
    this.isGate = isGateOf(traced.model.model.layers[layer]!, quantity);
    [this.sums, this.closed, this.open] = [new Float64Array(units), new Float64Array(units), new Float64Array(units)];
  }

  get isDone(): boolean {
    return this.steps >= this.traced.text.length;
  }

  /** Counts until all is counted or the time is over. */
  async count(turn: Turn, ms = Infinity): Promise<void> {
    const until = performance.now() + ms;
    while (!this.isDone && performance.now() < until) {
      await this.traced.readTo((this.blocks + blocksAtOnce) * this.traced.block, turn);
      if (this.isCounting) return;
      this.isCounting = true;
      try {
        await this.countBlocks(turn);
      } finally {
        this.isCounting = false;
      }
    }
  }

  /** @param step the first one that is another now */
  isBehind(step: number): boolean {
    return this.blocks * this.traced.block <= Math.max(0, step - 1) - 2 * this.traced.block;
  }

  overview(): Overview {
    const { steps, traced } = this;
    const { text } = traced;
    const isDone = this.isDone;
    return {
      symbols: text.text.length,
      traced: isDone ? text.text.length : text.symbolOf(steps),
      buckets: steps > 0 ? this.buckets() : [],
      units: Array.from(this.sums, (sum, u) => ({
        mean: steps > 0 ? sum / steps : 0,
        closed: steps > 0 && this.isGate ? this.closed[u]! / steps : 0,
        open: steps > 0 && this.isGate ? this.open[u]! / steps : 0,
      })),
      similarity: this.similarity(),
    };
  }

  private async countBlocks(turn: Turn): Promise<void> {
    const { traced, quantity, layer } = this;
    const known = Math.ceil(traced.carried.reached / traced.block);
    const last = Math.min(known, Math.ceil(traced.text.length / traced.block));
    const blocks = Array.from({ length: Math.min(blocksAtOnce, last - this.blocks) }, (_, i) => this.blocks + i);
    const whole = new Map<number, { rows: Float32Array; means: Float64Array; length: number }>();
    const units = this.sums.length;
    const keep = (block: number, length: number, found: Rows) => {
      const rows = new Float32Array(length * units);
      const own = firstRows(found, Math.min(found.rows, length));
      for (let t = 0; t < own.rows; t++)
        rows.set(own.data.subarray(own.offset + t * own.stride, own.offset + t * own.stride + units), t * units);
      const means = new Float64Array(length);
      means.set(meansOfRows(own, !this.isGate));
      whole.set(block, { rows, means, length });
    };
    if (isGradient(quantity))
      await traced.visitGradients(blocks, turn, (gradient) => {
        const { h, c } = gradient.gradients(layer);
        keep(gradient.block, gradient.length, quantity === 'gradientC' && c ? c : h);
      });
    else
      await traced.visitBlocks(blocks, turn, (read) => {
        const { h, c, gates } = read.trace(layer);
        keep(read.block, read.length, quantity === 'h' ? h : quantity === 'c' ? c! : gates.get(quantity)!);
      });
    for (const block of blocks) this.add(whole.get(block)!);
  }

  private add({ rows, means, length }: { rows: Float32Array; means: Float64Array; length: number }): void {
    const units = this.sums.length;
    this.grow(this.steps + length);
    this.means.set(means, this.steps);
    for (let t = 0; t < length; t++) {
      for (let u = 0, at = t * units; u < units; u++, at++) {
        const value = rows[at]!;
        this.sums[u]! += value;
        if (value < closedBelow) this.closed[u]!++;
        else if (value > openAbove) this.open[u]!++;
      }
      if ((this.steps + t) % this.stride === 0) this.keepRow(rows.slice(t * units, (t + 1) * units));
    }
    this.steps += length;
    this.blocks++;
  }

  private keepRow(row: Float32Array): void {
    this.rows.push(row);
    if (this.rows.length < 2 * compared) return;
    this.rows = this.rows.filter((_, i) => i % 2 === 0);
    this.stride *= 2;
  }

  private grow(length: number): void {
    if (length <= this.means.length) return;
    const grown = new Float32Array(Math.max(length, 2 * this.means.length));
    grown.set(this.means);
    this.means = grown;
  }

  private buckets(): Overview['buckets'] {
    const count = Math.min(mostBuckets, this.steps);
    return Array.from({ length: count }, (_, i) => {
      const [from, to] = [i, i + 1].map((end) => Math.floor((end * this.steps) / count)) as [number, number];
      return { mean: meanBetween(this.means, from, to), ...rangeOf(this.means.slice(from, to)) };
    });
  }

  private similarity(): number[] {
    if (this.order && this.order.steps * 2 > this.steps) return this.order.units;
    this.order = { steps: this.steps, units: orderBySimilarity(this.rows, this.sums.length) };
    return this.order.units;
  }
}

/** The values below which 10 and 90 % lie. */
export function rangeOf(values: Float32Array): { low: number; high: number } {
  const sorted = values.sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return { low: at(0.1), high: at(0.9) };
}

function meanBetween(values: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / (to - from);
}
