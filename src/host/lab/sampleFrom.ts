import type { SampleRequest } from '../../protocol/session';
import type { ListedRun } from '../../runs/listRuns';
import type { Lab } from '../lab';
import { engineSettings } from './engineSettings';
import { isAlive } from './runAbilities';

/** A text that a run wrote. */
export interface RunText {
  text: string;
  /** The checkpoint's file, where it is from one. */
  file?: string;
  /** Which newer checkpoints could not be read, in words. */
  passedOver?: string;
}

/**
 * Lets a run write: a live one from the weights of this moment (it keeps the text), another from a checkpoint.
 * @param checkpoint file name of a checkpoint; the newest state without one
 */
export function sampleFrom(
  { sessions, inspector }: Pick<Lab, 'sessions' | 'inspector'>,
  run: ListedRun,
  request: SampleRequest,
  checkpoint?: string,
): Promise<RunText> {
  return checkpoint === undefined && isAlive(run)
    ? sessions.call(run, 'sample', request)
    : inspector.call('sampleRun', {
        ...request,
        ...{ directory: run.directory, checkpoint, engine: engineSettings() },
      });
}
