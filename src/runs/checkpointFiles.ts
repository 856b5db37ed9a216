import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointRecord } from '../protocol/run';
import { runFiles } from '../protocol/run';

/** File name of the checkpoint of a step. */
export const checkpointName = (step: number): string => `step-${step}.safetensors`;

/** Path of a checkpoint of a run. */
export const checkpointPath = (directory: string, file: string): string => join(directory, runFiles.checkpoints, file);

/** The checkpoints that lie in a run folder, oldest first; other files there are left out. */
export async function findCheckpoints(directory: string): Promise<{ step: number; file: string }[]> {
  const files = await readdir(join(directory, runFiles.checkpoints)).catch(() => []);
  return files
    .map((file) => ({ file, step: Number(/^step-(\d+)\.safetensors$/.exec(file)?.[1] ?? NaN) }))
    .filter(({ file, step }) => file === checkpointName(step))
    .sort((a, b) => a.step - b.step);
}

/** Those of a run's checkpoints that stay when a new one has come: the last three and the best. */
export function keptCheckpoints(checkpoints: CheckpointRecord[]): CheckpointRecord[] {
  return checkpoints.filter((checkpoint, index) => checkpoint.isBest || index >= checkpoints.length - 3);
}
