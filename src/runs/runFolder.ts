import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Experiment } from '../protocol/experiment';
import type { CheckpointRecord, RunRecord } from '../protocol/run';
import { runFiles } from '../protocol/run';
import { readTextFile } from '../files/readTextFile';
import { UserError } from '../protocol/userError';
import { checkpointPath, findCheckpoints } from './checkpointFiles';
import type { Disk } from './disk';
import { disk as localDisk, temporaryName } from './disk';
import { makeFolder } from './makeFolder';
import { frozenCells } from './ownCellFiles';
import { readRecord, runNumber, runsFolder } from './runRecord';
import type { RunLengths } from './runWriter';
import { RunWriter } from './runWriter';
import { errorCode, reported, WriteFailure } from './writeFailure';

/** The name of an experiment: its file name without `.unroll.json`. */
export const experimentName = (path: string): string => basename(path).replace(/(\.unroll)?\.jsonc?$/i, '');

/**
 * Makes the folder of a new run beside its experiment, with the frozen experiment and the record that `make` returns.
 * Two runs of one experiment never share a folder, however close together they begin.
 * @throws UserError where the folder cannot be written
 */
export async function createRun(
  experimentPath: string,
  experiment: Experiment,
  make: (id: string, directory: string) => RunRecord,
  disk: Disk = localDisk,
): Promise<RunWriter> {
  const directory = await makeRunFolder(dirname(experimentPath), experimentName(experimentPath));
  try {
    await makeFolder(join(directory, runFiles.checkpoints));
    await disk.replace(join(directory, runFiles.experiment), JSON.stringify(experiment, undefined, 2) + '\n');
    for (const [name, source] of frozenCells(experiment)) {
      await makeFolder(dirname(join(directory, name)));
      await disk.replace(join(directory, name), source);
    }
    const nothing = { metrics: 0, samples: 0, profile: 0, reach: 0 };
    const writer = new RunWriter(directory, make(basename(directory), directory), nothing, disk);
    await writer.update({});
    return writer;
  } catch (error) {
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}

async function makeRunFolder(folder: string, name: string): Promise<string> {
  const runs = runsFolder(folder);
  try {
    await makeFolder(runs);
    await writeFile(join(runs, '..', '.gitignore'), '*\n', { flag: 'wx' }).catch(ignoreExisting);
    return await makeNumbered(runs, name);
  } catch (error) {
    throw WriteFailure.of(runs, error);
  }
}

/** Making a folder succeeds for one caller only; whoever comes second takes the next number. */
async function makeNumbered(runs: string, name: string): Promise<string> {
  for (let number = (await lastNumber(runs, name)) + 1; ; number++) {
    const directory = join(runs, `${name}-${number}`);
    const isOurs = await mkdir(directory).then(() => true, ignoreExisting);
    if (isOurs) return directory;
  }
}

async function lastNumber(runs: string, name: string): Promise<number> {
  const ids = (await readdir(runs)).filter((id) => id.replace(/-\d+$/, '') === name);
  return Math.max(0, ...ids.map(runNumber));
}

function ignoreExisting(error: unknown): undefined {
  if (errorCode(error) !== 'EEXIST') throw error;
}

/** Reads the experiment of a run as it was frozen, complete with defaults. @throws UserError where it is torn or wrong */
export async function readFrozenExperiment(directory: string): Promise<Experiment> {
  const path = join(directory, runFiles.experiment);
  const remedy = l10n.t('Put the file back from a copy, or train the experiment anew.');
  const text = await readTextFile(path, { missing: l10n.t('{0} is missing.', path), remedy });
  const { parseExperiment } = await import('../protocol/parseExperiment'); // the editor starts without it
  const { experiment, written, problems } = parseExperiment(text);
  if (experiment) return inOrderOf(written as Experiment, experiment);
  const { placeOf } = await import('../protocol/placeOf');
  const { line, column } = placeOf(problems[0]!, text);
  throw new UserError(`${path}:${line}:${column}: ${problems[0]!.message}`, remedy);
}

/** A run that was frozen before the schema had a field has its default. Fields keep their order. */
const inOrderOf = (frozen: Experiment, experiment: Experiment): Experiment => ({
  ...frozen,
  ...experiment,
  training: { ...frozen.training, ...experiment.training },
});

/**
 * Opens a run to go on with it: cuts off what a killed process left torn, removes its temporary files, and lists the
 * checkpoints that are there.
 */
export async function openRun(directory: string, disk: Disk = localDisk): Promise<RunWriter> {
  const record = await readRecord(directory);
  for (const folder of [directory, join(directory, runFiles.checkpoints)]) await removeTemporaryFiles(folder);
  record.checkpoints = await listedCheckpoints(directory, record);
  return new RunWriter(directory, record, await wholeLengths(directory, record), disk);
}

async function removeTemporaryFiles(folder: string): Promise<void> {
  for (const file of await readdir(folder).catch(() => []))
    if (temporaryName.test(file)) await rm(join(folder, file), { force: true }).catch(() => undefined);
}

/** A checkpoint that was written just before its process was killed may not stand in the record yet. */
async function listedCheckpoints(directory: string, record: RunRecord): Promise<CheckpointRecord[]> {
  const found = await findCheckpoints(directory);
  return found.map(
    ({ step, file }) => record.checkpoints.find((known) => known.file === file) ?? { step, file, isBest: false },
  );
}

async function wholeLengths(directory: string, { layouts }: RunRecord): Promise<RunLengths> {
  const path = (name: keyof RunLengths) => join(directory, runFiles[name]);
  return {
    metrics: await cutAfterLastLine(path('metrics')),
    samples: await cutAfterLastLine(path('samples')),
    profile: await cutAfterLastRecord(path('profile'), layouts.profile.width),
    reach: await cutAfterLastRecord(path('reach'), layouts.reach.width),
  };
}

async function cutAfterLastLine(path: string): Promise<number> {
  const content = await readFile(path).catch(() => Buffer.alloc(0));
  return cut(path, content.length, content.lastIndexOf(10) + 1);
}

async function cutAfterLastRecord(path: string, width: number): Promise<number> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  return cut(path, size, size - (size % (4 * width)));
}

async function cut(path: string, length: number, whole: number): Promise<number> {
  if (whole < length) await reported(path, () => truncate(path, whole));
  return whole;
}

/** Takes checkpoints out of a run that cannot be read or that lie ahead of where it goes on; first out of its record. */
export async function dropCheckpointsAfter(writer: RunWriter, step: number): Promise<void> {
  const dropped = writer.record.checkpoints.filter((checkpoint) => checkpoint.step > step);
  if (dropped.length === 0) return;
  await writer.update({ checkpoints: writer.record.checkpoints.filter((checkpoint) => checkpoint.step <= step) });
  for (const { file } of dropped) {
    const path = checkpointPath(writer.directory, file);
    await reported(path, () => rm(path, { force: true }));
  }
}
