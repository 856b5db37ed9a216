import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDataset, type Dataset } from '../src/engine/data/dataset';
import { experimentSchema, type CellName, type Experiment } from '../src/protocol/experiment';

/** The size that all measurements share: batch 32, window 64, embedding 64. */
export function experimentOf(cell: CellName, units: number, training: object = {}): Experiment {
  return experimentSchema.parse({
    data: { path: 'text.txt' },
    model: { input: { embedding: 64 }, layers: [{ cell, units }] },
    training: { batch: 32, window: 64, ...training },
  });
}

/** A text of 65 symbols in which some follow others more often, the same every time. */
export function textOf(length: number): string {
  const symbols = Array.from({ length: 65 }, (_, i) => String.fromCodePoint(0x30 + i));
  let state = 1;
  let at = 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    at = (at * 5 + (state >>> 28)) % symbols.length;
    return symbols[at]!;
  }).join('');
}

/** That text as a dataset, through a file, as everything is read. */
export async function datasetOf(length: number): Promise<Dataset> {
  const folder = await mkdtemp(join(tmpdir(), 'unroll-bench-'));
  const path = join(folder, 'text.txt');
  await writeFile(path, textOf(length));
  return readDataset(path, { split: [0.9, 0.1, 0] }).finally(() => rm(folder, { recursive: true }));
}
