import type { LensSource } from '../../protocol/lens';
import type { ListedRun } from '../../runs/listRuns';

/** The file that a lens on the newest or the best checkpoint of a run looks through; none for any other lens. */
export function followedCheckpoint(source: LensSource, run: ListedRun | undefined): string | undefined {
  if (!('directory' in source)) return undefined;
  const checkpoints = run?.record?.checkpoints ?? [];
  if (source.checkpoint === 'last') return checkpoints.at(-1)?.file;
  if (source.checkpoint === 'best') return (checkpoints.find(({ isBest }) => isBest) ?? checkpoints.at(-1))?.file;
  return undefined;
}
