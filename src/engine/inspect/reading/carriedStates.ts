import type { ReadText } from './readText';
import type { TracedModel } from '../passes/tracedModel';
import type { TracePass } from '../passes/tracePass';

/** Bytes of states that are kept of one text; where they are more, every second one goes. */
const mostStateBytes = 64 * 2 ** 20;

/**
 * A text read from its beginning, the state carried on, as far as it was asked for: the states that blocks begin with and
 * the losses.
 */
export class CarriedStates {
  private readonly pass: TracePass;
  /** Of every `interval`-th block. */
  private kept: Float32Array[];
  private interval = 1;
  private all = new Float32Array(1024);
  private count = 0;
  /** Where the pass stands: only from there does it go on without being told a state. */
  private passAt = -1;

  constructor(
    model: TracedModel,
    private readonly text: ReadText,
    private readonly block: number,
    private readonly mostBytes = mostStateBytes,
  ) {
    this.pass = model.tracePass(1, block, false);
    this.kept = [new Float32Array(model.states.size)];
  }

  /** Time steps that were read. */
  get reached(): number {
    return this.count;
  }

  get isDone(): boolean {
    return this.count === this.text.length;
  }

  /** Bytes of the states that are kept. */
  get bytes(): number {
    return this.kept.length * this.kept[0]!.byteLength;
  }

  /** The loss of a time step that was read, nats; NaN at the end of the text. */
  loss(step: number): number {
    return step >= 0 && step < this.count ? this.all[step]! : NaN;
  }

  /** Whether the state that a block begins with is known. */
  knows(block: number): boolean {
    return block * this.block <= this.count;
  }

  /** The state that a block begins with. */
  before(block: number): Float32Array {
    const index = Math.floor(block / this.interval);
    let state = this.kept[index]!;
    if (index * this.interval === block) return state;
    this.passAt = -1;
    this.pass.begin([state]);
    for (let at = index * this.interval; at < block; at++) {
      this.pass.forward(this.symbolsOf(at));
      this.pass.carry();
    }
    state = this.pass.statesAfter()[0]!;
    return state;
  }

  /** Reads the next block. */
  advance(): void {
    if (this.isDone) return;
    const block = Math.floor(this.count / this.block);
    if (this.passAt !== block) this.pass.begin([this.before(block)]);
    const symbols = this.symbolsOf(block);
    this.pass.forward(symbols);
    this.keepLosses(block, symbols.length);
    this.pass.carry();
    this.passAt = block + 1;
    this.count = block * this.block + symbols.length;
    if (symbols.length === this.block && (block + 1) % this.interval === 0) this.keep(this.pass.statesAfter()[0]!);
  }

  /** Forgets what follows on a time step that is another now, or is gone. */
  forgetFrom(step: number): void {
    const block = Math.floor(Math.max(0, step - 1) / this.block); // the loss before it has another target
    if (block * this.block >= this.count) return;
    const index = Math.floor(block / this.interval);
    this.kept.length = Math.min(this.kept.length, index + 1);
    this.count = index * this.interval * this.block;
    this.passAt = -1;
  }

  dispose(): void {
    this.pass.dispose();
  }

  private symbolsOf(block: number): Int32Array {
    const from = block * this.block;
    const symbols = new Int32Array(Math.min(this.block, this.text.length - from));
    this.text.read(from, symbols);
    return symbols;
  }

  private keepLosses(block: number, length: number): void {
    const from = block * this.block;
    const targets = new Int32Array(length);
    const counted = Math.min(length, this.text.length - 1 - from);
    this.text.read(from + 1, targets.subarray(0, counted));
    const losses = this.pass.losses(targets);
    if (from + length > this.all.length) {
      const grown = new Float32Array(Math.max(from + length, this.all.length * 2));
      grown.set(this.all);
      this.all = grown;
    }
    this.all.set(losses, from);
    if (counted < length) this.all[from + counted] = NaN;
  }

  private keep(state: Float32Array): void {
    this.kept.push(state);
    if (this.bytes <= this.mostBytes || this.kept.length < 3) return;
    this.kept = this.kept.filter((_, i) => i % 2 === 0);
    this.interval *= 2;
  }
}
