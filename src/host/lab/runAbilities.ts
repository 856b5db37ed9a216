import { isLive, isResumable } from '../../protocol/run';
import type { ListedRun } from '../../runs/listRuns';

const hasCheckpoint = (run: ListedRun): boolean => (run.record?.checkpoints.length ?? 0) > 0;

/** Whether the session of a run lives. */
export const isAlive = (run: ListedRun): boolean => run.state !== 'damaged' && isLive(run.state);

/** Whether a run that has ended can go on in a new session. */
export const canResume = (run: ListedRun): boolean =>
  run.state !== 'damaged' && isResumable(run.state) && hasCheckpoint(run);

/** Whether a run can write a text. */
export const canSample = (run: ListedRun): boolean => isAlive(run) || (run.state !== 'damaged' && hasCheckpoint(run));

/** Whether a run has something to look at. */
export const canShow = (run: ListedRun): boolean => run.state !== 'damaged';
