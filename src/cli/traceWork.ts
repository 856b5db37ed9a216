import type { TraceInput } from './traceInput';

/** What of a text is to be written down. */
export interface TraceWork extends TraceInput {
  /** Symbols. */
  span: { from: number; to: number };
  /** Time steps in a block of the gradients. */
  block: number;
  /** Aborted where it is not wanted any more. */
  signal: AbortSignal;
}
