import { copyFile, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Experiment } from '../protocol/experiment';
import { WriteFailure } from './writeFailure';

/** The types of what a cell of the person's own may use, beside it. */
export const cellTypes = 'unroll-cell.d.ts';

/**
 * Writes the example of a cell, with the types that it imports beside it.
 * @param path of the cell
 * @param extensionPath where the examples lie
 */
export async function writeCell(path: string, extensionPath: string): Promise<void> {
  const examples = join(extensionPath, 'examples', 'own-cell');
  try {
    await mkdir(dirname(path), { recursive: true });
    await copyFile(join(examples, 'my-cell.ts'), path);
    await copyFile(join(examples, cellTypes), join(dirname(path), cellTypes));
  } catch (error) {
    throw WriteFailure.of(path, error);
  }
}

/** The person's own cells as they are kept in a run's folder: name and text of each file. */
export function frozenCells({ model }: Experiment): Map<string, string> {
  const files = new Map<string, string>();
  model.layers.forEach((layer, k) => {
    if (layer.cell !== 'own' || layer.source === undefined) return;
    const name = basename(layer.file);
    const isTaken = (files.get(name) ?? layer.source) !== layer.source;
    files.set(isTaken ? `layer-${k + 1}-${name}` : name, layer.source);
  });
  return files;
}
