import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findCheckpoints } from '../../src/runs/checkpointFiles';
import { readRecord, runsFolder } from '../../src/runs/runRecord';

/** The folder of the newest run of a trainee, where there is one. */
export async function newestRun(folder: string): Promise<string | undefined> {
  const ids = await readdir(runsFolder(folder)).catch(() => []);
  const last = Math.max(...ids.map((id) => Number(id.slice('small-'.length))));
  return ids.length === 0 ? undefined : join(runsFolder(folder), `small-${last}`);
}

/** Whether the newest run has finished, or else its folder, where it has something to go on from. */
export async function standOf(folder: string): Promise<{ isFinished: boolean; resumable?: string }> {
  const directory = await newestRun(folder);
  if (directory === undefined || (await findCheckpoints(directory)).length === 0) return { isFinished: false };
  return (await readRecord(directory)).state === 'finished'
    ? { isFinished: true }
    : { isFinished: false, resumable: directory };
}
