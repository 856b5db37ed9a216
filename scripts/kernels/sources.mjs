import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const sourceDirectory = join(root, 'src', 'engine', 'kernels', 'source');

/** What only the add-on is made of. */
const addonOnly = ['addon.c', 'crew.h', 'napi.h', 'processor.h', 'table.c', 'table.h'];

/**
 * The C sources by name.
 * @param {'wasm' | 'native'} kind
 * @returns {Promise<Record<string, string>>}
 */
export async function readSources(kind) {
  const names = (await readdir(sourceDirectory)).filter((name) => /\.[ch]$/.test(name)).sort();
  const wanted = names.filter((name) => kind === 'native' || !addonOnly.includes(name));
  const texts = await Promise.all(wanted.map((name) => readFile(join(sourceDirectory, name), 'utf8')));
  return Object.fromEntries(wanted.map((name, i) => [name, texts[i]]));
}

/** Names of the functions that kernels.h offers. @param {Record<string, string>} sources */
export function exportedNames(sources) {
  return [...sources['kernels.h'].matchAll(/^EXPORTED [\w ]+?\*?(\w+)\(/gm)].map((match) => match[1]);
}

/** @param {string | Uint8Array} content */
export function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}
