import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import { runFiles } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { listRuns, type ListedRun } from '../runs/listRuns';
import { errorCode } from '../runs/writeFailure';
import { nearest } from '../protocol/nearest';
import { programName } from './packageRoot';

const DEEPEST = 8;
const notSearched = new Set(['node_modules', '.git', 'dist']);

/** The folders from here on down that hold runs. */
async function findRunFolders(folder: string, depth = 0): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const own = existsSync(join(folder, '.unroll', 'runs')) ? [folder] : [];
  if (depth === DEEPEST) return own;
  const below = entries.filter(
    (entry) => entry.isDirectory() && entry.name !== '.unroll' && !notSearched.has(entry.name),
  );
  const found = await Promise.all(below.map((entry) => findRunFolders(join(folder, entry.name), depth + 1)));
  return [...own, ...found.flat()];
}

/** The runs from a folder on down. */
async function findRuns(folder: string): Promise<ListedRun[]> {
  const folders = await findRunFolders(folder);
  return (await Promise.all(folders.map((each) => listRuns(each)))).flat();
}

/**
 * The runs from a folder on down, which may be one of ours: that of all runs, or of one.
 * @throws UserError where it is no folder, or cannot be read
 */
export async function findRunsIn(folder: string): Promise<ListedRun[]> {
  await readdir(folder).catch((error: unknown) => {
    throw isNoFolder(folder, errorCode(error));
  });
  const parts = folder.split(sep);
  if (!parts.includes('.unroll')) return findRuns(folder);
  const all = await listRuns(parts.slice(0, parts.indexOf('.unroll')).join(sep));
  return all.filter(({ directory }) => `${directory}${sep}`.startsWith(`${folder}${sep}`));
}

function isNoFolder(folder: string, code: string | undefined): UserError {
  const remedy = l10n.t('Give the path of a folder with experiments, or none for the current one.');
  if (code === 'ENOENT') return new UserError(l10n.t('There is no folder {0}.', folder), remedy);
  if (code === 'ENOTDIR') return new UserError(l10n.t('{0} is a file, not a folder.', folder), remedy);
  return new UserError(l10n.t('{0} cannot be read: the system says {1}.', folder, code ?? '?'), remedy);
}

/**
 * The folder of a run.
 * @param wanted the path of a run folder, or the id of a run found from `folder` on down
 * @throws UserError where there is none, or more than one
 */
export async function findRun(wanted: string, folder: string): Promise<string> {
  const path = resolve(folder, wanted);
  if (existsSync(join(path, runFiles.record))) return path;
  const found = (await findRuns(folder)).filter((run) => run.id === wanted).map((run) => run.directory);
  if (found.length > 1) throw isAmbiguous(wanted, found);
  return found[0] ?? noSuchRun(wanted, folder);
}

async function noSuchRun(wanted: string, folder: string): Promise<never> {
  const runs = await findRuns(folder);
  const meant = nearest(
    basename(wanted),
    runs.map((run) => run.id),
  );
  throw new UserError(
    l10n.t('There is no run "{0}" in {1} or below.', wanted, folder),
    meant
      ? l10n.t('Did you mean {0}?', meant)
      : l10n.t('{0} lists the runs; the path of a run folder will do too.', `${programName()} runs`),
  );
}

const isAmbiguous = (wanted: string, found: string[]) =>
  new UserError(
    l10n.t('There is more than one run "{0}": {1}.', wanted, found.join(', ')),
    l10n.t('Give the path of its folder instead.'),
  );
