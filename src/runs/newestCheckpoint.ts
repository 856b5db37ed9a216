import type { CheckpointRecord } from '../protocol/run';
import { checkpointPath, findCheckpoints } from './checkpointFiles';
import { readRecord } from './runRecord';
import { tornCheckpoint } from './tornCheckpoint';

/** A checkpoint of a run by its step. */
type Checkpoint = Pick<CheckpointRecord, 'step' | 'file'>;

/** The checkpoints of a run, the newest first: those in its folder, and those that its record names, which may be gone. */
export function newestFirst(found: Checkpoint[], named: Checkpoint[]): Checkpoint[] {
  const gone = named.filter(({ file }) => !found.some((each) => each.file === file));
  return [...found, ...gone].sort((a, b) => b.step - a.step);
}

/** The newest whole checkpoint of a run, if there is one, and a sentence for each that was passed over on the way to it. */
export async function newestWholeCheckpoint(directory: string): Promise<{ file?: string; passedOver: string[] }> {
  const named = await readRecord(directory).then(
    ({ checkpoints }) => checkpoints,
    () => [],
  );
  const passedOver: string[] = [];
  for (const { file } of newestFirst(await findCheckpoints(directory), named)) {
    const torn = await tornCheckpoint(checkpointPath(directory, file));
    if (torn === undefined) return { file, passedOver };
    passedOver.push(torn);
  }
  return { passedOver };
}
