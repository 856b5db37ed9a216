import { constants } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StartProblem } from './startProblem.mjs';
import { isCode } from './vscodeHostLock.mjs';

/**
 * Puts the samples into .sample-workspace/ of the clone. What is there already stays as it is.
 * @param {string} root
 * @returns {Promise<string>} The folder.
 */
export async function prepareSampleWorkspace(root) {
  const workspace = join(root, '.sample-workspace');
  await mkdir(workspace, { recursive: true }).catch((error) => {
    throw new StartProblem(`The sample workspace could not be made (${error.message}). Make ${root} writable.`);
  });
  const samples = [...(await filesOf(join(root, 'examples'))), ...(await filesOf(join(root, 'dist', 'samples')))];
  for (const path of samples) await copyNew(path, join(workspace, basename(path)));
  return workspace;
}

/** @param {string} folder @returns {Promise<string[]>} */
async function filesOf(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** @param {string} from @param {string} to */
async function copyNew(from, to) {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to, constants.COPYFILE_EXCL).catch((error) => {
    if (!isCode(error, 'EEXIST')) throw error;
  });
}
