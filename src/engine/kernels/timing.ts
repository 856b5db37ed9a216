import { availableParallelism } from 'node:os';

/** How threads wait for each other. */
export interface Timing {
  /** How often a thread looks at a word before it sleeps on it. */
  spins: number;
  /** How long a thread may take to begin its share of a job, after which it counts as dead. */
  patienceMs: number;
}

/** Some 100 microseconds, in which the next job or meeting mostly comes. */
const SPINS = { native: 4_000, wasm: 20_000 };
const PATIENCE_MS = 60_000;

/** Where threads are more than cores, a thread that spins keeps another from working. */
export function timing(kind: 'native' | 'wasm', threads: number): Timing {
  return { spins: threads <= availableParallelism() ? SPINS[kind] : 0, patienceMs: PATIENCE_MS };
}
