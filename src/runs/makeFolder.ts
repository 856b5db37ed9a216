import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { errorCode, reported } from './writeFailure';

/**
 * Makes a folder, and those above it that are missing, one by one: Node's `recursive` says of a full disk, and of one
 * that can only be read, that the folder is not there.
 * @throws WriteFailure where the folder cannot be made
 */
export const makeFolder = (path: string): Promise<void> => reported(path, () => make(resolve(path)));

async function make(path: string): Promise<void> {
  if (await isFolder(path)) return;
  if (dirname(path) !== path) await make(dirname(path));
  try {
    await mkdir(path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    if (!(await isFolder(path))) throw Object.assign(new Error(`${path} is no folder`), { code: 'ENOTDIR' });
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
