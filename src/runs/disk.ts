import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeAll } from './writeAll';
import { errorCode, reported } from './writeFailure';

/** What puts a run's bytes on disk; every failure is a WriteFailure. */
export interface Disk {
  /** Replaces a file whole: a reader sees the old bytes or the new ones, also after a power cut. */
  replace(path: string, content: Uint8Array | string): Promise<void>;
  /** Writes bytes at a position of a file; at position 0 the file is made where there is none. */
  writeAt(path: string, bytes: Uint8Array, position: number): Promise<void>;
}

/** The disk of this machine. */
export const disk: Disk = {
  replace: (path, content) => reported(path, () => replace(path, content)),
  writeAt: (path, bytes, position) => reported(path, () => writeAt(path, bytes, position)),
};

let temporaryFiles = 0;

/** The names under which `replace` writes; left over, they may be removed. */
export const temporaryName = /\.\d+-\d+\.tmp$/;

async function replace(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${path}.${process.pid}-${++temporaryFiles}.tmp`;
  try {
    await writeSynced(temporary, content);
    await renameOver(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeSynced(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await writeAll(file, typeof content === 'string' ? Buffer.from(content) : content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** On Windows a file that somebody reads at this moment (a virus scanner, say) cannot be replaced yet. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attemptsLeft = process.platform === 'win32' ? 10 : 0; ; attemptsLeft--) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (attemptsLeft === 0 || !['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '')) throw error;
      await wait(30);
    }
  }
}

/** Makes a rename last; where folders cannot be synced (Windows), the file system sees to it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close().catch(() => undefined);
}

async function writeAt(path: string, bytes: Uint8Array, position: number): Promise<void> {
  const file = await open(path, constants.O_WRONLY | (position === 0 ? constants.O_CREAT : 0));
  try {
    await writeAll(file, bytes, position);
  } finally {
    await file.close();
  }
}
