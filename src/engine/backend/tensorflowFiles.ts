import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tensorflowFiles, tensorflowVariable, type TensorflowManifest } from '../../protocol/tensorflow';

/** Where native TensorFlow is installed: the folder that the variable names, or one beside the bundle's folder. */
export function tensorflowDirectory(): string {
  return process.env[tensorflowVariable] ?? join(__dirname, '..', '.tensorflow');
}

/** The parts of the extension that load it: beside the bundle, or in the folder of UNROLL_TENSORFLOW_PARTS. */
export function tensorflowParts(): string {
  return process.env['UNROLL_TENSORFLOW_PARTS'] ?? join(__dirname, 'tensorflow');
}

/** What is installed in a folder; undefined where nothing is. */
export async function readTensorflow(installed: string): Promise<TensorflowManifest | undefined> {
  try {
    return JSON.parse(await readFile(join(installed, tensorflowFiles.manifest), 'utf8')) as TensorflowManifest;
  } catch {
    return undefined;
  }
}

/** The first file that is not there or has another size; the libraries are too large to be read whole each time. */
export async function damagedFile(
  installed: string,
  { files }: Pick<TensorflowManifest, 'files'>,
): Promise<string | undefined> {
  for (const [name, { bytes }] of Object.entries(files)) {
    const found = await stat(join(installed, name)).catch(() => undefined);
    if (found?.size !== bytes) return name;
  }
  return undefined;
}

/** Whether native TensorFlow is installed for this process, without loading it. */
export async function isTensorflowInstalled(): Promise<boolean> {
  return (await readTensorflow(join(tensorflowDirectory(), tensorflowFiles.installed))) !== undefined;
}
