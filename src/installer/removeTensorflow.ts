import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tensorflowFiles, type TensorflowManifest } from '../protocol/tensorflow';
import { withInstallLock } from './installLock';

/**
 * Removes native TensorFlow and what was downloaded for it; a process that has loaded it keeps it.
 * @returns what was installed, if anything was
 */
export async function removeTensorflow(directory: string): Promise<TensorflowManifest | undefined> {
  const path = join(directory, tensorflowFiles.installed, tensorflowFiles.manifest);
  const manifest = await readFile(path, 'utf8').catch(() => undefined);
  if (!existsSync(directory)) return undefined;
  await withInstallLock(directory, () => rm(path, { force: true })); // from here on nobody loads it
  await rm(directory, { recursive: true, force: true });
  return manifest === undefined ? undefined : (JSON.parse(manifest) as TensorflowManifest);
}
