import { accessSync, constants, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where Linux has a disk in memory; other systems have none by name. */
const memoryDisk = '/dev/shm';

/** Does work in a folder in memory where there is one: what is synced again and again is there at once. Then removes it. */
export async function inWorkFolder(scratch: string, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(isWritable(memoryDisk) ? memoryDisk : scratch, 'unroll-torture-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
