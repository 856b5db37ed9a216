import { stat } from 'node:fs/promises';
import type { Dataset } from '../engine/tasks/languageModel/dataset';
import { readDataset } from '../engine/tasks/languageModel/dataset';

/** Reads texts as datasets; the last one is remembered for as long as its file stays as it is. */
export class RememberedDataset {
  private last?: { key: string; dataset: Promise<Dataset> };

  /** The dataset in a file, as `readDataset` gives it. */
  readonly read: typeof readDataset = async (path, options) => {
    const key = JSON.stringify([path, options.split, await stateOf(path)]);
    if (this.last?.key !== key) this.last = { key, dataset: readDataset(path, options) };
    return this.last.dataset;
  };
}

async function stateOf(path: string): Promise<unknown> {
  const found = await stat(path).catch(() => undefined);
  return found && [found.mtimeMs, found.size, found.ino];
}
