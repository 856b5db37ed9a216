import { warmUp } from '../../../protocol/lens';
import type { ByteCache } from './byteCache';
import type { ReadText } from './readText';
import type { TracedModel } from '../passes/tracedModel';
import type { TracePass } from '../passes/tracePass';

/** Blocks before the one that is asked for whose states are warmed up with it: the next question is often about them. */
const alsoBefore = 4;

/** States that blocks begin with, warmed up over the time steps before them instead of carried from the beginning. */
export class WarmedStates {
  private readonly pass: TracePass;

  constructor(
    private readonly model: TracedModel,
    private readonly text: ReadText,
    private readonly block: number,
    private readonly cache: ByteCache,
    private readonly key: string,
  ) {
    this.pass = model.tracePass(1, block, true); // gates are kept, as long products read the input of many time steps
  }

  /** Whether warming up begins at the text's own beginning, and so is exact. */
  isExact(block: number): boolean {
    return this.firstFor(block) === 0;
  }

  /** The state that a block begins with; one that follows on a known one is read on from there. */
  before(block: number): Float32Array {
    const known = this.cache.get<Float32Array>(this.key + block);
    if (known) return known;
    const previous = block > 0 ? this.cache.get<Float32Array>(this.key + (block - 1)) : undefined;
    const first = previous ? block - 1 : Math.max(0, this.firstFor(block) - alsoBefore);
    let state = previous ?? new Float32Array(this.model.states.size);
    this.pass.begin([state]);
    for (let at = first; at < block; at++) {
      this.read(at);
      if (at + 1 < block - alsoBefore) continue;
      state = this.pass.statesAfter()[0]!;
      this.keep(at + 1, state);
    }
    return state;
  }

  forgetFrom(step: number): void {
    this.cache.deleteFrom(this.key, Math.floor(step / this.block) + 1);
  }

  dispose(): void {
    this.pass.dispose();
  }

  private keep(block: number, state: Float32Array): void {
    this.cache.set(this.key + block, state, state.byteLength);
  }

  private read(block: number): void {
    const from = block * this.block;
    const symbols = new Int32Array(Math.min(this.block, this.text.length - from));
    this.text.read(from, symbols);
    this.pass.forward(symbols, false);
    this.pass.carry();
  }

  private firstFor(block: number): number {
    return Math.max(0, block - Math.ceil(warmUp / this.block));
  }
}
