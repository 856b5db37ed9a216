import { constants } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Experiment } from '../protocol/experiment';
import { makeFolder } from './makeFolder';
import { errorCode, WriteFailure } from './writeFailure';

/** The types of what a cell of the person's own may use, beside it. */
export const cellTypes = 'unroll-cell.d.ts';

const examplePath = (extensionPath: string, name: string): string => join(extensionPath, 'examples', 'own-cell', name);

/** What the example of a cell says. @param extensionPath where the examples lie */
export const exampleCell = (extensionPath: string): Promise<string> =>
  readFile(examplePath(extensionPath, 'my-cell.ts'), 'utf8');

/**
 * Writes the example of a cell, with the types that it imports beside it.
 * @param path of the cell
 * @param extensionPath where the examples lie
 */
export async function writeCell(path: string, extensionPath: string): Promise<void> {
  await write(path, extensionPath, 0);
}

/** As `writeCell`, and overwrites nothing. @throws UserError where there is such a file */
export async function writeNewCell(path: string, extensionPath: string): Promise<void> {
  await write(path, extensionPath, constants.COPYFILE_EXCL);
}

async function write(path: string, extensionPath: string, mode: number): Promise<void> {
  const types = join(dirname(path), cellTypes);
  try {
    await makeFolder(dirname(path));
    await copyFile(examplePath(extensionPath, 'my-cell.ts'), path, mode);
    await copyFile(examplePath(extensionPath, cellTypes), types, mode).catch(ignoreExisting);
  } catch (error) {
    throw WriteFailure.of(path, error);
  }
}

function ignoreExisting(error: unknown): void {
  if (errorCode(error) !== 'EEXIST') throw error;
}

/**
 * The person's own cells as they are kept in a run's folder: path and text of each file. A cell that imports others has a
 * folder with them.
 */
export function frozenCells({ model }: Experiment): Map<string, string> {
  const files = new Map<string, string>();
  model.layers.forEach((layer, k) => {
    if (layer.cell !== 'own' || layer.source === undefined) return;
    const all = Object.entries({ [basename(layer.file)]: layer.source, ...layer.imports });
    const folder = layer.imports ? 'cell/' : '';
    const isTaken = all.some(([name, text]) => (files.get(folder + name) ?? text) !== text);
    const place = !isTaken ? folder : layer.imports ? `layer-${k + 1}-cell/` : `layer-${k + 1}-`;
    for (const [name, text] of all) files.set(place + name, text);
  });
  return files;
}
