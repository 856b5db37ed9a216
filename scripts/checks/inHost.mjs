import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../kernels/sources.mjs';
import { scratch } from './check.mjs';

/**
 * The suite inside the extension host of a VS Code.
 * @param {import('../vscodeHost.mjs').HostName} which
 * @returns {import('./check.mjs').Check}
 */
export const inHost = (which) => ({
  after: ['build', 'tensorflow'],
  async run(say) {
    const { runInHost } = await import('../../test/host/hostTests.mjs');
    const home = join(scratch, `host-${which}`);
    await rm(home, { recursive: true, force: true });
    await mkdir(join(home, 'workspace'), { recursive: true });
    const {
      passed,
      failed,
      skipped,
      failures,
      seconds = {},
    } = await runInHost({
      which,
      extensionDirectory: root,
      testsPath: join(root, 'dist/test/suite.cjs'),
      workspace: join(home, 'workspace'),
      home,
      log: (line) => say(`${line}\n`),
    });
    for (const { title, message } of failures) say(`  failed: ${title}\n    ${message}\n`);
    say(`In VS Code (${which}): ${passed} passed, ${failed} failed.\n`);
    const parts = Object.entries(seconds).map(([title, took]) => [`in VS Code, ${title}`, took]);
    return { passed, failed, skipped, files: Object.fromEntries(parts) };
  },
});
