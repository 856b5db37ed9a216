// npm test: installs what is missing, builds, and runs every check. The last line is `N passed, N failed`.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installed, program, runNode, scratch } from './checks/check.mjs';
import { inHost } from './checks/inHost.mjs';
import { runChecks, summarise } from './checks/runChecks.mjs';
import { tensorflow } from './checks/tensorflow.mjs';
import { vitest } from './checks/vitest.mjs';
import { ensureChromium } from './chromium.mjs';
import { root } from './kernels/sources.mjs';
import { ensureInstalled } from './startInstall.mjs';
import { runScript } from './startProblem.mjs';

/** @typedef {import('./checks/check.mjs').Check} Check */

/** What an earlier run has found out, so that only what has changed is looked at again. @param {string} name */
const cache = (name) => ['--cache', '--cache-strategy', 'content', '--cache-location', join(scratch, name)];
const built = ['build', 'tensorflow'];

/**
 * Everything that `npm test` does, side by side: first what takes longest.
 * @param {import('./vscodeHost.mjs').HostName} host
 */
const checksFor = (host) => ({
  build: { run: build },
  types: program(
    installed('typescript/bin/tsc'),
    '-p',
    '.',
    '--incremental',
    '--tsBuildInfoFile',
    join(scratch, 'types'),
  ),
  tensorflow,
  host: inHost(host),
  unit: { ...vitest('unit', 'pure', 'engine', 'process'), after: built },
  browser: { ...vitest('browser', 'browser'), after: built },
  torture: { ...program(join(root, 'scripts/torture.mjs'), '--short'), after: built },
  sanitize: program(join(root, 'scripts/testSanitize.mjs')),
  lint: program(installed('eslint/bin/eslint.js'), '.', ...cache('lint')),
  format: program(installed('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.', ...cache('format')),
});

/** @type {Check['run']} */
async function build(say) {
  return { passed: 0, failed: (await runNode(['esbuild.mjs', '--tests'], say)) === 0 ? 0 : 1 };
}

/** A check with all that it comes after. @param {Record<string, Check>} checks @param {string} name @returns {string[]} */
const withBefore = (checks, name) => [...(checks[name]?.after ?? []).flatMap((each) => withBefore(checks, each)), name];

await runScript(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string' }, host: { type: 'string', default: 'newest' } } });
  const from = performance.now();
  await ensureInstalled(root);
  const all = checksFor(/** @type {import('./vscodeHost.mjs').HostName} */ (values.host));
  const wanted = values.only ? withBefore(all, values.only) : Object.keys(all);
  const checks = Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name)));
  if (checks['host'] || checks['browser']) await ensureChromium(console.log);
  await mkdir(scratch, { recursive: true });
  const done = await runChecks(checks);
  return summarise(done, (performance.now() - from) / 1000) ? 0 : 1;
});
