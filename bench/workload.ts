import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDataset, type Dataset } from '../src/engine/tasks/languageModel/dataset';
import { experimentSchema, type Experiment } from '../src/protocol/experiment';
import { embedding, vocabulary, type Case } from './cases';

/** The experiment of a case: clip 5, Adam, carried state. */
export function experimentOf({ cell, units, layers, batch, window, options = {} }: Case): Experiment {
  const { dropout = 0, ...own } = options; // between layers
  const layer = (k: number) => ({ cell, units, ...own, dropout: k < layers - 1 ? dropout : 0 });
  return experimentSchema.parse({
    data: { path: 'text.txt' },
    model: { input: { embedding }, layers: Array.from({ length: layers }, (_, k) => layer(k)) },
    training: { batch, window, clip: { norm: 5 }, epochs: 1_000_000 },
  });
}

/** A text of 65 symbols in which some follow others more often, the same every time. */
export function textOf(length: number): string {
  const symbols = Array.from({ length: vocabulary }, (_, i) => String.fromCodePoint(0x30 + i));
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
