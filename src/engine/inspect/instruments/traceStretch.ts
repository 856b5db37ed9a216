import type { PanelQuantity, Stretch } from '../../../protocol/lens';
import type { Rows } from '../../kernels/rows';
import { readUpTo } from '../reading/readUpTo';
import { isGradient } from '../../../protocol/quantities';
import { isGateOf, widthOf } from '../reading/quantities';
import { rangeOf } from './summary';
import type { TracedText } from '../reading/tracedText';
import type { Turn } from '../turns';

/** Symbols a column up to which every one of them is looked at also for the gradients, and without waiting. */
const fine = 8;
/** How long a question about far more than is read waits for the reading. */
const patienceMs = 300;

/** What is wanted of a text. */
export interface StretchWish {
  from: number;
  to: number;
  every: number;
  layer: number;
  quantity: PanelQuantity;
}

/**
 * Numbers of a stretch of text in columns. Columns of more than 8 symbols have no numbers (NaN) where the text is not
 * read up to there, and their gradients are those of the blocks that begin them.
 */
export async function traceStretch(traced: TracedText, wish: StretchWish, turn: Turn): Promise<Stretch> {
  const { text, block } = traced;
  const to = Math.min(wish.to, text.text.length);
  const span = { ...wish, to: Math.max(wish.from, to) };
  const end = text.stepAt(span.to - 1);
  const last = Math.floor(Math.max(0, end) / block) * block;
  if (wish.every <= fine) await readUpTo(traced, last, false, turn);
  else await readForAWhile(traced, last, turn);
  const columns = new Columns(traced, span);
  await columns.fill(turn);
  return columns.answer();
}

async function readForAWhile(traced: TracedText, end: number, turn: Turn): Promise<void> {
  const until = performance.now() + patienceMs;
  while (traced.carried.reached < end && performance.now() < until) {
    await traced.readTo(Math.min(end, traced.carried.reached + traced.block), turn);
  }
}

/** Columns that are filled block by block. */
class Columns {
  private readonly units: number;
  private readonly count: number;
  private readonly values: Float32Array;
  /** By symbol: the mean over units. */
  private readonly means: Float32Array;
  /** By column: how many symbols its values are of. */
  private readonly counts: Float64Array;
  private readonly normsH: Float64Array;
  private readonly normsC: Float64Array;
  /** Whether means over units are of sizes. */
  private readonly areSizes: boolean;
  private isApproximate = false;

  constructor(
    private readonly traced: TracedText,
    private readonly wish: StretchWish,
  ) {
    const { from, to, every, layer, quantity } = wish;
    this.units = widthOf(traced.model, layer, quantity);
    this.areSizes = !isGateOf(traced.model.model.layers[layer]!, quantity);
    this.count = Math.ceil((to - from) / every);
    this.values = new Float32Array(this.count * this.units);
    this.means = new Float32Array(to - from).fill(NaN);
    this.counts = new Float64Array(this.count);
    this.normsH = new Float64Array(to - from).fill(NaN);
    this.normsC = new Float64Array(to - from).fill(NaN);
  }

  async fill(turn: Turn): Promise<void> {
    const { quantity, every } = this.wish;
    const blocks = this.blocks();
    const known = every <= fine ? blocks : blocks.filter((block) => this.traced.carried.knows(block));
    this.isApproximate ||= known.length < blocks.length;
    if (!isGradient(quantity)) await this.addQuantity(known, turn);
    await this.addGradients(every <= fine ? known : this.firstOfColumns(known), turn);
  }

  answer(): Stretch {
    const { from, to, every } = this.wish;
    for (let column = 0; column < this.count; column++)
      for (let i = column * this.units; i < (column + 1) * this.units; i++) this.values[i]! /= this.counts[column]!;
    const surprises = Float64Array.from({ length: to - from }, (_, i) => this.surpriseAt(from + i));
    const ranges = this.columns((start, end) => rangeOf(this.means.slice(start, end).filter(isNumber)));
    return {
      from,
      to,
      every,
      units: this.units,
      values: Buffer.from(this.values.buffer).toString('base64'),
      mean: this.columns((start, end) => meanOf(this.means, start, end)),
      low: ranges.map(({ low }) => low ?? NaN),
      high: ranges.map(({ high }) => high ?? NaN),
      surprise: this.columns((start, end) => orNull(meanOf(surprises, start, end))),
      gradientH: this.columns((start, end) => orNull(meanOf(this.normsH, start, end))),
      gradientC: this.columns((start, end) => orNull(meanOf(this.normsC, start, end))),
      symbols: every === 1 ? this.columns((start) => this.traced.text.text.symbolAt(from + start)) : [],
      isApproximate: this.isApproximate,
    };
  }

  /** The blocks that the symbols lie in. */
  private blocks(): number[] {
    const { text, block } = this.traced;
    const { from, to } = this.wish;
    if (to <= from || text.stepAt(to - 1) < 0) return [];
    const first = Math.floor(Math.max(0, text.stepAt(from)) / block);
    const last = Math.floor(text.stepAt(to - 1) / block);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }

  /** The blocks in which columns begin. */
  private firstOfColumns(blocks: number[]): number[] {
    const { text, block } = this.traced;
    const begun = new Set(this.columns((start) => Math.floor(text.stepAt(this.wish.from + start) / block)));
    return blocks.filter((each) => begun.has(each));
  }

  private async addQuantity(blocks: number[], turn: Turn): Promise<void> {
    const { layer, quantity, every } = this.wish;
    if (every > fine)
      return this.traced.visitBlocks(blocks, turn, (read) => {
        const { h, c, gates } = read.trace(layer);
        this.add(read.from, quantity === 'h' ? h : quantity === 'c' ? c : gates.get(quantity));
      });
    for (const block of blocks) {
      const { from, length, layers, isApproximate } = this.traced.trace(block);
      this.isApproximate ||= isApproximate;
      const data = layers[layer]!.get(quantity);
      if (data) this.add(from, { data, offset: 0, stride: this.units, rows: length, columns: this.units });
      await turn.pause();
    }
  }

  private async addGradients(blocks: number[], turn: Turn): Promise<void> {
    const { layer, quantity } = this.wish;
    for (const block of blocks) {
      const { from, layers, isApproximate } = this.traced.slopes(block);
      this.isApproximate ||= isApproximate;
      const { h, c, normsH, normsC } = layers[layer]!;
      this.eachSymbol(from, normsH.length, (i, t) => {
        this.normsH[i] = normsH[t]!;
        if (normsC) this.normsC[i] = normsC[t]!;
      });
      const data = quantity === 'gradientH' ? h : quantity === 'gradientC' ? c : undefined;
      if (data) this.add(from, { data, offset: 0, stride: this.units, rows: normsH.length, columns: this.units });
      await turn.pause();
    }
  }

  /** Adds rows of time steps from..; of a symbol that is passed over only where it has a column of its own. */
  private add(from: number, rows: Rows | undefined): void {
    if (!rows) return;
    const { every } = this.wish;
    const { data, offset, stride, columns } = rows;
    this.eachSymbol(from, rows.rows, (i, t, isRead) => {
      if (!isRead && every > 1) return;
      const column = Math.floor(i / every);
      let sum = 0;
      for (let u = 0, at = offset + t * stride, into = column * columns; u < columns; u++, at++, into++) {
        this.values[into]! += data[at]!;
        sum += this.areSizes ? Math.abs(data[at]!) : data[at]!;
      }
      this.counts[column]!++;
      this.means[i] = sum / columns;
    });
  }

  /** The symbols of time steps from..from + count that are wanted, with those passed over after each. */
  private eachSymbol(from: number, count: number, visit: (i: number, t: number, isRead: boolean) => void): void {
    const { text } = this.traced;
    const start = Math.max(this.wish.from, text.symbolOf(from));
    for (let symbol = start; symbol < this.wish.to; symbol++) {
      const t = text.stepAt(symbol) - from;
      if (t >= count) return;
      visit(symbol - this.wish.from, t, text.isRead(symbol));
    }
  }

  private surpriseAt(symbol: number): number {
    const { text, carried } = this.traced;
    const step = text.stepAt(symbol) - 1;
    if (step < 0 || !text.isRead(symbol)) return NaN;
    return this.wish.every <= fine ? this.traced.lossOf(step) : carried.loss(step);
  }

  private columns<T>(of: (start: number, end: number) => T): T[] {
    const { from, to, every } = this.wish;
    return Array.from({ length: this.count }, (_, i) => of(i * every, Math.min((i + 1) * every, to - from)));
  }
}

const isNumber = (value: number) => !Number.isNaN(value);
const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** The mean of those that are there; NaN where none is. */
function meanOf(values: Float32Array | Float64Array, start: number, end: number): number {
  let [sum, count] = [0, 0];
  for (let i = start; i < end; i++) {
    if (Number.isNaN(values[i]!)) continue;
    sum += values[i]!;
    count++;
  }
  return sum / count;
}
