import type { StepResult } from '../engine/training/training';
import type { StepLine } from '../protocol/columns';
import type { Handlers } from '../protocol/rpc';
import type { RunRecord, SampleLine, ValidationLine } from '../protocol/run';
import type { SessionMethods } from '../protocol/session';
import type { Disk } from '../runs/disk';
import type { Heartbeat } from './watchdog/heartbeat';

/** A run whose session answers. */
export interface StartedRun {
  runId: string;
  directory: string;
  socket: string;
  record: RunRecord;
  /** What the schedule does with a run that goes on; nothing where there is nothing to say. */
  rateSentence: string;
  /** Which newer checkpoints could not be read and where the run goes on, in words. */
  passedOver?: string;
}

/** What whoever runs a session in its own process may hear and decide. */
export interface SessionHooks {
  /** The run's folder is there and its session answers; `controls` does what the socket does. */
  started?(run: StartedRun, controls: SessionControls): void;
  /** After every step. */
  stepped?(result: StepResult, line: StepLine): void;
  validated?(line: ValidationLine): void;
  sampled?(line: SampleLine): void;
  /** At most ten times a second, and at every change of state. */
  progressed?(record: RunRecord): void;
  /** Aborted where nobody wants the run any more; one that has not begun yet does not begin. */
  signal?: AbortSignal;
  log?(line: string): void;
  /** Is told what the session does, so that another thread can see where it stands. */
  heart?: Heartbeat;
  /** Whether every step's result holds its gradient profile; the files keep their interval. */
  profilesEveryStep?: boolean;
  /** What happens when the run cannot be written: wait for `resume`, or end as failed. */
  onDiskProblem?: 'pause' | 'fail';
  /** What writes the run, instead of this machine's disk. */
  disk?: Disk;
}

/** A session's requests, and its end by a bug elsewhere in its process. */
export interface SessionControls extends Handlers<SessionMethods> {
  fail(error: unknown): Promise<void>;
}
