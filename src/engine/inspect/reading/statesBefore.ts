import { stateAfter } from './blockTrace';
import type { TracedText } from './tracedText';

/** The flat state before a time step, as exact as it is known. */
export function statesBefore(traced: TracedText, step: number): Float32Array {
  const block = Math.floor(step / traced.block);
  const t = step - block * traced.block;
  return t === 0 ? traced.startOf(block).state! : stateAfter(traced.model.states, traced.trace(block), t);
}
