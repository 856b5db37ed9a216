import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { checkpointPath, findCheckpoints, isWholeCheckpoint } from '../runs/checkpointFiles';
import { readRecord } from '../runs/runRecord';
import { errorCode } from '../runs/writeFailure';

/**
 * Reads a checkpoint of a run.
 * @param which a file name, or best or last: the newest that is whole
 * @throws UserError where it is not there
 */
export async function readRunCheckpoint(
  directory: string,
  which: string,
): Promise<{ file: string; bytes: Uint8Array }> {
  const file = basename(await fileOf(directory, which));
  const path = checkpointPath(directory, file);
  try {
    return { file, bytes: await readFile(path) };
  } catch (error) {
    throw new UserError(
      errorCode(error) === 'ENOENT'
        ? l10n.t('The checkpoint {0} of {1} is not there.', file, basename(directory))
        : l10n.t('The checkpoint {0} cannot be read: {1}.', path, errorCode(error) ?? String(error)),
      l10n.t('Choose another checkpoint of the run.'),
    );
  }
}

async function fileOf(directory: string, which: string): Promise<string> {
  if (which === 'last') return newestWhole(directory);
  if (which === 'best') return bestOf(directory);
  return which;
}

/** The one with the lowest validation loss; of a run that never validated, the newest. */
async function bestOf(directory: string): Promise<string> {
  const { checkpoints } = await readRecord(directory);
  return checkpoints.find(({ isBest }) => isBest)?.file ?? newestWhole(directory);
}

async function newestWhole(directory: string): Promise<string> {
  for (const { file } of (await findCheckpoints(directory)).reverse())
    if (await isWholeCheckpoint(checkpointPath(directory, file))) return file;
  throw new UserError(
    l10n.t('{0} has no whole checkpoint.', basename(directory)),
    l10n.t('Train it until it has written one, or choose another run.'),
  );
}
