import type { TrainerRequest } from '../../protocol/session';
import type { Limits } from './watch';

/** What the watchdog of a session is told when it starts. */
export interface WatchOrder {
  /** Of the session's heartbeat. */
  memory: SharedArrayBuffer;
  limits: Limits;
  /** Milliseconds between two looks. */
  everyMs: number;
  directory: string;
  socket: string;
  /** The step in which this run stood still before, and went on by itself. */
  stoodAt?: number;
  /** Path of the localisation bundle, if any. */
  l10nBundle?: string;
  successor: Successor;
}

/** Who goes on where a session stands still: another trainer, or whoever watches this process from outside. */
export type Successor =
  { kind: 'trainer'; script: string; request: TrainerRequest } | { kind: 'supervisor'; processId: number };

/** The descriptor by which a supervised process tells its supervisor. */
export const supervisorDescriptor = 3;

/** What a supervised process says, a line of JSON each. */
export type Told =
  /** A run has begun. */
  | { runId: string }
  /** It stops as soon as it can: the signal has come through. */
  | { heard: true }
  /** A step takes so long. */
  | { paceMs: number }
  /** The session stood still in this step and is ended: go on with its run. */
  | { stood: Stood }
  /** It stood still again without having got any further. */
  | { gaveUp: true };

/** A session that stood still. */
export interface Stood {
  directory: string;
  socket: string;
  step: number;
}
