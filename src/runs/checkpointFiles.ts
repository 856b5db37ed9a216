import { open, readdir } from 'node:fs/promises';
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

/** Bytes of a header, at most; more is not read. */
const longestHeader = 32 * 2 ** 20;

/** Whether a file is a safetensors file as long as its header says. */
export async function isWholeCheckpoint(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return false;
  try {
    const { size } = await file.stat();
    const start = Buffer.alloc(8);
    if ((await file.read(start, 0, 8, 0)).bytesRead < 8) return false;
    const headerLength = Number(start.readBigUInt64LE());
    if (headerLength > Math.min(size - 8, longestHeader)) return false;
    const header = Buffer.alloc(headerLength);
    await file.read(header, 0, headerLength, 8);
    return size === 8 + headerLength + dataLength(JSON.parse(header.toString('utf8')));
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

function dataLength(header: Record<string, { data_offsets?: [number, number] }>): number {
  return Math.max(0, ...Object.values(header).map((entry) => entry.data_offsets?.[1] ?? 0));
}
