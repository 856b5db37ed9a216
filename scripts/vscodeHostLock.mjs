import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning } from './vscodeHostProcess.mjs';

/**
 * Does some work while no other process holds the same lock file. A lock whose process has gone counts for nothing.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  await mkdir(dirname(path), { recursive: true });
  while (!(await take(path))) {
    if (await isAbandoned(path)) await rm(path, { force: true });
    else await delay(200);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** @param {string} path */
async function take(path) {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/**
 * A lock without a process id for five seconds was left between making and writing the file; after half an hour
 * its process id belongs to somebody else.
 * @param {string} path
 */
async function isAbandoned(path) {
  try {
    const owner = Number(await readFile(path, 'utf8'));
    const ageMs = Date.now() - (await stat(path)).mtimeMs;
    return owner > 0 ? !isRunning(owner) || ageMs > 1_800_000 : ageMs > 5000;
  } catch {
    return false;
  }
}

/** Whether an error of the system has this code. @param {unknown} error @param {string} code */
export function isCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
