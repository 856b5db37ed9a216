import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../kernels/sources.mjs';
import { runQuietly } from '../startNpm.mjs';
import { ensureNewerNode } from '../tensorflow/newerNode.mjs';

/**
 * Native TensorFlow for the tests: installed into the clone once, some 275 MB. Where it cannot be had, the tests that need
 * it are skipped and say why.
 * @type {import('./check.mjs').Check}
 */
export const tensorflow = {
  after: ['build'],
  async run(say) {
    await prepare(say);
    return { passed: 0, failed: 0 };
  },
};

/** @param {(text: string) => void} say */
async function prepare(say) {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') {
    process.env.UNROLL_NO_TENSORFLOW = 'it is set up for the tests on linux x64 only';
    return;
  }
  process.env.UNROLL_NEWER_NODE = await ensureNewerNode().catch((error) => {
    say(`${error.message}\n`);
    return '';
  });
  if (existsSync(join(root, '.tensorflow', 'installed', 'manifest.json'))) return;
  const { status, output } = await runQuietly(
    process.execPath,
    [join(root, 'dist/cli.cjs'), 'install-tensorflow'],
    root,
  );
  if (status === 0) return;
  process.env.UNROLL_NO_TENSORFLOW = output.trim().split('\n').slice(-2).join(' ');
  say(`Without native TensorFlow: ${process.env.UNROLL_NO_TENSORFLOW}\n`);
}
