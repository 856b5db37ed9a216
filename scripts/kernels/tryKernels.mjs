import { build } from 'esbuild';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './sources.mjs';

/**
 * Opens the native kernels of a folder, which runs their self-test.
 * @param {string} directory
 * @returns {Promise<string | undefined>} why they do not open
 */
export async function tryNativeKernels(directory) {
  const outfile = join(root, '.test', `openKernels-${process.pid}.cjs`);
  await mkdir(join(root, '.test'), { recursive: true });
  const entry = join(root, 'src/engine/kernels/openKernels.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'warning' });
  try {
    const module = await import(pathToFileURL(outfile).href);
    const { kernels, reasons } = await module.default.openKernels('native', 2, { directory });
    kernels?.dispose();
    return kernels?.name === 'native' ? undefined : reasons.join(' ');
  } finally {
    await rm(outfile, { force: true });
  }
}
