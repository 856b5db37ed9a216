import * as l10n from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What manifest.json says of the kernels beside it. */
interface Manifest {
  /** SHA-256 of each file. */
  files: Record<string, string>;
  /** Why there is no add-on. */
  noNative?: string;
}

/** Where the kernels lie: beside the bundle, or in the folder of the variable UNROLL_KERNELS_DIRECTORY. */
export function kernelsDirectory(): string {
  return process.env.UNROLL_KERNELS_DIRECTORY ?? join(__dirname, 'kernels');
}

/**
 * Reads a file of the kernels.
 * @throws Error with the reason as a sentence, where it is not there or is not what was built
 */
export async function readKernelFile(directory: string, name: string): Promise<Buffer<ArrayBuffer>> {
  const manifest = await readManifest(directory);
  const expected = manifest.files[name];
  if (!expected) throw new Error(manifest.noNative ?? l10n.t('This package has none.'));
  const content = await readFile(join(directory, name)).catch(() => undefined);
  if (!content) throw new Error(l10n.t('The file {0} is missing.', name));
  if (createHash('sha256').update(content).digest('hex') !== expected)
    throw new Error(l10n.t('The file {0} is damaged.', name));
  return content as Buffer<ArrayBuffer>;
}

async function readManifest(directory: string): Promise<Manifest> {
  try {
    return JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')) as Manifest;
  } catch {
    throw new Error(l10n.t('The folder {0} has no readable manifest.json.', directory));
  }
}
