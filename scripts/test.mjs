// npm test: installs what is missing, builds, and runs every check. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './startInstall.mjs';
import { runQuietly } from './startNpm.mjs';
import { runScript } from './startProblem.mjs';
import { ensureNewerNode } from './tensorflow/newerNode.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const scratch = join(root, '.test');
const bin = (name) => join(root, 'node_modules', name);

/** Runs a Node program in the project with its output shown; answers its exit status. */
function node(...parameters) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, parameters, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', fail);
    child.on('close', (status) => done(status ?? 1));
  });
}

/** The exit status by which a check says that it cannot be made here. */
const SKIPPED = 77;

/** A check that is one test by itself. */
const single =
  (title, ...parameters) =>
  async () => {
    const status = await node(...parameters);
    const [passed, skipped] = [status === 0 ? 1 : 0, status === SKIPPED ? 1 : 0];
    return { passed, failed: 1 - passed - skipped, skipped, title };
  };

/**
 * Native TensorFlow for the tests: installed into the clone once, some 275 MB. Where it cannot be had, the tests that need
 * it are skipped and say why.
 */
async function prepareTensorflow() {
  if (`${process.platform}-${process.arch}` !== 'linux-x64') {
    process.env.UNROLL_NO_TENSORFLOW = 'it is set up for the tests on linux x64 only';
    return;
  }
  process.env.UNROLL_NEWER_NODE = await ensureNewerNode().catch((error) => {
    console.log(error.message);
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
  console.log(`Without native TensorFlow: ${process.env.UNROLL_NO_TENSORFLOW}`);
}

/** A vitest project; a file that cannot even be loaded counts as one failure. */
const vitest = (project) => async () => {
  const file = join(scratch, `${project}.json`);
  const status = await node(
    bin('vitest/vitest.mjs'),
    ...['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  );
  const report = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
  const unloaded = (report.testResults ?? []).filter(
    (each) => each.status === 'failed' && each.assertionResults.length === 0,
  );
  const failed = (report.numFailedTests ?? 0) + unloaded.length;
  return {
    passed: report.numPassedTests ?? 0,
    failed: Math.max(failed, status === 0 ? 0 : 1),
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
};

/** The suite inside the extension host of a VS Code. */
const inHost = (which) => async () => {
  const { runInHost } = await import('../test/host/hostTests.mjs');
  const home = join(scratch, `host-${which}`);
  await rm(home, { recursive: true, force: true });
  await mkdir(join(home, 'workspace'), { recursive: true });
  const result = await runInHost({
    which,
    extensionDirectory: root,
    testsPath: join(root, 'dist/test/suite.cjs'),
    workspace: join(home, 'workspace'),
    home,
  });
  for (const { title, message } of result.failures) console.log(`  failed: ${title}\n    ${message}`);
  console.log(`In VS Code (${which}): ${result.passed} passed, ${result.failed} failed.`);
  return { passed: result.passed, failed: result.failed, skipped: result.skipped ?? 0 };
};

function checksFor({ only, host }) {
  const checks = {
    types: single('types', bin('typescript/bin/tsc'), '-p', '.'),
    lint: single('lint', bin('eslint/bin/eslint.js'), '.'),
    format: single('format', bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'),
    unit: vitest('unit'),
    torture: single('torture', join(root, 'scripts/torture.mjs'), '--short'),
    sanitize: single('sanitize', join(root, 'scripts/testSanitize.mjs')),
    host: inHost(host),
    browser: vitest('browser'),
  };
  return Object.entries(checks).filter(([name]) => !only || only === name);
}

await runScript(async () => {
  const { values } = parseArgs({ options: { only: { type: 'string' }, host: { type: 'string', default: 'newest' } } });
  await ensureInstalled(root);
  const checks = checksFor(values);
  if (checks.some(([name]) => name === 'host' || name === 'browser')) await ensureChromium(console.log);
  await mkdir(scratch, { recursive: true });
  const sum = { passed: 0, failed: 0, skipped: 0 };
  if ((await node('esbuild.mjs', '--tests')) !== 0) {
    console.log('The build failed.\n0 passed, 1 failed');
    return 1;
  }
  if (checks.some(([name]) => ['unit', 'host', 'browser'].includes(name))) await prepareTensorflow();
  for (const [name, check] of checks) {
    console.log(`\n== ${name}`);
    const result = await check().catch((error) => {
      console.log(error);
      return { passed: 0, failed: 1, skipped: 0 };
    });
    for (const key of Object.keys(sum)) sum[key] += result[key];
  }
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`);
  return sum.failed === 0 ? 0 : 1;
});
