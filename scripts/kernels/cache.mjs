import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withLock } from '../vscodeHostLock.mjs';
import { root, sha256 } from './sources.mjs';

const directory = join(root, 'node_modules', '.cache', 'unroll-kernels');
const KEPT = 8;

/**
 * The file or folder made from these ingredients: kept from before, or made now.
 * @param {string} name such as "simd.wasm"
 * @param {unknown} ingredients all that it depends on
 * @param {(path: string) => Promise<void>} make
 */
export async function cached(name, ingredients, make) {
  const path = join(directory, `${sha256(JSON.stringify(ingredients)).slice(0, 16)}.${name}`);
  if (!existsSync(path)) await withLock(`${path}.lock`, () => makeAt(path, make)); // two at once would make the same
  await utimes(path, new Date(), new Date());
  return path;
}

/** @param {string} path @param {(path: string) => Promise<void>} make */
async function makeAt(path, make) {
  if (existsSync(path)) return;
  const unfinished = `${path}.${process.pid}`;
  await make(unfinished);
  await rename(unfinished, path);
  await dropOld(basename(path).replace(/^\w+\./, ''));
}

/** Keeps the few newest of a name. @param {string} name */
async function dropOld(name) {
  const names = (await readdir(directory)).filter((each) => each.endsWith(`.${name}`));
  const paths = names.map((each) => join(directory, each));
  const dated = await Promise.all(paths.map(async (path) => ({ path, at: await changedAt(path) })));
  const old = dated.sort((a, b) => b.at - a.at).slice(KEPT);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}

/** When a file was made or used last; another process may have dropped it meanwhile. @param {string} path */
async function changedAt(path) {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
}
