import type { SampleRequest } from '../../protocol/session';
import type { ListedRun } from '../../runs/listRuns';
import type { Lab } from '../lab';
import { engineSettings } from './engineSettings';
import { isAlive } from './runAbilities';

/**
 * Lets a run write: a live one from the weights of this moment (it keeps the text), another from a checkpoint.
 * @param checkpoint file name of a checkpoint; the newest state without one
 */
export async function sampleFrom(
  { sessions, inspector }: Pick<Lab, 'sessions' | 'inspector'>,
  run: ListedRun,
  request: SampleRequest,
  checkpoint?: string,
): Promise<string> {
  const { text } =
    checkpoint === undefined && isAlive(run)
      ? await sessions.call(run, 'sample', request)
      : await inspector.call('sampleRun', {
          ...request,
          ...{ directory: run.directory, checkpoint, engine: engineSettings() },
        });
  return text;
}
