import { basename, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { readFileBytes } from '../files/readFileBytes';
import { UserError } from '../protocol/userError';
import { checkpointPath, findCheckpoints } from '../runs/checkpointFiles';
import { newestWholeCheckpoint } from '../runs/newestCheckpoint';
import { readRecord } from '../runs/runRecord';

/** More is not read into one piece of memory. */
const LARGEST = 2 ** 31 - 1;

/** A checkpoint as it was read. */
export interface RunCheckpoint {
  file: string;
  bytes: Uint8Array;
  /** Which newer ones could not be read, and what was read instead. */
  passedOver?: string;
}

/**
 * Reads a checkpoint of a run.
 * @param which a file name, or best or last: the newest that is whole
 * @throws UserError where it is not there
 */
export async function readRunCheckpoint(directory: string, which: string): Promise<RunCheckpoint> {
  const { file, passedOver } = await fileOf(directory, which);
  const missing = l10n.t('The checkpoint {0} of {1} is not there.', file, basename(directory));
  const remedy = l10n.t('Give best, last or one of these: {0}.', await namesOf(directory));
  const bytes = await readFileBytes(checkpointPath(directory, file), { most: LARGEST, missing, remedy });
  return { file, bytes, passedOver };
}

async function namesOf(directory: string): Promise<string> {
  return (await findCheckpoints(directory)).map(({ file }) => file).join(', ');
}

interface Chosen {
  file: string;
  passedOver?: string;
}

async function fileOf(directory: string, which: string): Promise<Chosen> {
  if (which === 'last') return newestWhole(directory);
  if (which === 'best') return bestOf(directory);
  const file = basename(which);
  if (file !== which && resolve(which) !== resolve(checkpointPath(directory, file)))
    throw isElsewhere(directory, which);
  return { file };
}

/** The one with the lowest validation loss; of a run that never validated, the newest. */
async function bestOf(directory: string): Promise<Chosen> {
  const { checkpoints } = await readRecord(directory);
  const best = checkpoints.find(({ isBest }) => isBest);
  return best ? { file: best.file } : newestWhole(directory);
}

async function newestWhole(directory: string): Promise<Chosen> {
  const { file, passedOver } = await newestWholeCheckpoint(directory);
  if (file === undefined) throw hasNone(directory, passedOver);
  if (passedOver.length === 0) return { file };
  return { file, passedOver: [...passedOver, l10n.t('{0} is read instead.', file)].join(' ') };
}

const hasNone = (directory: string, passedOver: string[]): UserError =>
  new UserError(
    [l10n.t('{0} has no whole checkpoint.', basename(directory)), ...passedOver].join(' '),
    l10n.t('Train it until it has written one, or choose another run.'),
  );

const isElsewhere = (directory: string, which: string): UserError =>
  new UserError(
    l10n.t('{0} is not a checkpoint of {1}.', which, basename(directory)),
    l10n.t('Give the name of a file in {0}, or best or last.', checkpointPath(directory, '')),
  );
