import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { RunRecord, RunState } from '../protocol/run';
import { isLive, runFiles } from '../protocol/run';
import { errorText } from '../protocol/userError';
import { formatCount } from '../protocol/words';
import { checkpointPath } from './checkpointFiles';
import { disk } from './disk';
import { isSessionAlive } from './liveness';
import { readRecord, runNumber, runsFolder } from './runRecord';
import { tornCheckpoint } from './tornCheckpoint';

/** A run as the lists show it. */
export interface ListedRun {
  id: string;
  directory: string;
  /** The number at the end of the id. */
  number: number;
  /** Missing where run.json is missing or torn. */
  record?: RunRecord;
  state: RunState | 'damaged';
  /** What is wrong with the folder, in words. */
  wrong?: string;
  /** By file: what is wrong with its checkpoints that are torn or missing. */
  torn?: Record<string, string>;
  bytesOnDisk: number;
}

/** The runs of a folder that holds `.unroll/runs`, by experiment, the newest first; damaged ones too. */
export async function listRuns(folder: string): Promise<ListedRun[]> {
  const runs = runsFolder(folder);
  const entries = await readdir(runs, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(runs, entry.name));
  const listed = await Promise.all(folders.map(listRun));
  return listed.filter((run) => run !== undefined).sort(byExperimentNewestFirst);
}

/** One run as the lists show it; undefined while its folder is being made. */
export async function listRun(directory: string): Promise<ListedRun | undefined> {
  const id = basename(directory);
  const known = { id, directory, number: runNumber(id), bytesOnDisk: await bytesOnDisk(directory) };
  try {
    const record = await settledRecord(directory);
    const torn = isLive(record.state) ? {} : await tornCheckpoints(directory, record);
    return { ...known, record, state: record.state, torn, wrong: await wrongWith(directory, record, torn) };
  } catch (error) {
    if (await isBeingMade(directory)) return undefined;
    return { ...known, state: 'damaged', wrong: errorText(error) };
  }
}

/** The record, with the state that holds now: a session that is gone without a word left its run interrupted. */
async function settledRecord(directory: string): Promise<RunRecord> {
  const seen = await readRecord(directory);
  if (!isLive(seen.state) || (await isSessionAlive(seen))) return seen;
  const record = await readRecord(directory); // it may have ended properly just now
  if (!isLive(record.state) || record.socket !== seen.socket) return record;
  record.state = 'interrupted';
  const text = JSON.stringify(record, undefined, 1) + '\n';
  await disk.replace(join(directory, runFiles.record), text).catch(() => undefined); // the folder may be read-only
  return record;
}

async function isBeingMade(directory: string): Promise<boolean> {
  const folder = await stat(directory).catch(() => undefined);
  return !folder || (Date.now() - folder.mtimeMs < 2000 && !(await isThere(join(directory, runFiles.record))));
}

async function wrongWith(
  directory: string,
  { step, state, checkpoints }: RunRecord,
  torn: Record<string, string>,
): Promise<string | undefined> {
  const needed = [runFiles.experiment, ...(step > 0 && !isLive(state) ? [runFiles.metrics] : [])];
  const areThere = await Promise.all(needed.map((file) => isThere(join(directory, file))));
  const missing = needed.filter((_, index) => !areThere[index]);
  const sentences = [...missing.map((file) => l10n.t('{0} is missing.', file)), ...Object.values(torn)];
  const whole = checkpoints.filter(({ file }) => !Object.hasOwn(torn, file)).at(-1);
  if (whole && whole !== checkpoints.at(-1))
    sentences.push(l10n.t('The newest whole one is of step {0}.', formatCount(whole.step)));
  return sentences.length > 0 ? sentences.join(' ') : undefined;
}

/** By file: what is wrong with the checkpoints that are not whole. */
async function tornCheckpoints(directory: string, { checkpoints }: RunRecord): Promise<Record<string, string>> {
  const found = await Promise.all(
    checkpoints.map(async ({ file }) => [file, await tornCheckpoint(checkpointPath(directory, file))] as const),
  );
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function bytesOnDisk(directory: string): Promise<number> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true }).catch(() => []);
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) => stat(join(entry.parentPath, entry.name)).catch(() => undefined));
  return (await Promise.all(sizes)).reduce((sum, found) => sum + (found?.size ?? 0), 0);
}

function byExperimentNewestFirst(a: ListedRun, b: ListedRun): number {
  const name = (run: ListedRun) => run.id.replace(/-\d+$/, '');
  return name(a).localeCompare(name(b)) || b.number - a.number;
}
