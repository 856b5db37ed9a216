import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reported } from '../runs/writeFailure';
import { alreadyInstalling } from './problems';

/**
 * Does some work while no other process installs into the same folder. A lock whose process has gone counts for nothing.
 * @throws UserError where another one does
 */
export async function withInstallLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const path = join(directory, 'lock');
  const owner = Number(await readFile(path, 'utf8').catch(() => ''));
  if (owner > 0 && owner !== process.pid && isRunning(owner)) throw alreadyInstalling(owner);
  await reported(path, async () => {
    await rm(path, { force: true });
    await writeFile(path, String(process.pid), { flag: 'wx' });
  });
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
