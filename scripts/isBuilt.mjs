import { existsSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a build is made from. */
const sources = ['src', 'webview-ui', 'esbuild.mjs', 'package.json', 'package-lock.json'];

/**
 * Whether dist/ is there and no older than what it is made from.
 * @param {string} root of the clone
 */
export async function isBuilt(root) {
  const commandLine = join(root, 'dist', 'cli.cjs');
  if (!existsSync(commandLine)) return false;
  const changes = await Promise.all(sources.map((source) => newestChange(join(root, source))));
  return Math.max(...changes) <= statSync(commandLine).mtimeMs;
}

/** Newest change of a file or of anything in a folder; tests are no part of a build. @param {string} path @returns {Promise<number>} */
async function newestChange(path) {
  const found = await stat(path);
  if (!found.isDirectory()) return path.endsWith('.test.ts') ? 0 : found.mtimeMs;
  const inside = await readdir(path);
  return Math.max(0, ...(await Promise.all(inside.map((name) => newestChange(join(path, name))))));
}
