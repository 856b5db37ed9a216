// npm run -s unroll -- COMMAND: the command line from a clone. Installs and builds first where that is needed, with
// all of their output on standard error, so that standard output is the command's alone.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './isBuilt.mjs';
import { build, ensureInstalled } from './startInstall.mjs';
import { runScript } from './startProblem.mjs';
import { withLock } from './vscodeHostLock.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const commandLine = join(root, 'dist', 'cli.cjs');
/** npm writes this file when an installation is complete. */
const installed = join(root, 'node_modules', '.package-lock.json');

const isReady = async () => existsSync(installed) && (await isBuilt(root));

/** Installs and builds; who waited for another to do so finds it done, and does not take dist away from under it. */
async function prepare() {
  if (await isReady()) return;
  await withLock(join(root, '.test', 'unroll.lock'), async () => {
    if (await isReady()) return;
    await ensureInstalled(root, console.error);
    await build(root, console.error);
  });
}

/** The exit status of a child, 128 and more where a signal ended it. @param {import('node:child_process').ChildProcess} child */
function statusOf(child) {
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (status, signal) => done(status ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** Runs the command where the person stands; how it ends is its own affair, so signals only pass through. */
function runCommandLine() {
  const isByNpm = process.env.npm_lifecycle_event === 'unroll' && process.env.INIT_CWD !== undefined;
  const cwd = isByNpm ? process.env.INIT_CWD : process.cwd();
  const child = spawn(process.execPath, [commandLine, ...process.argv.slice(2)], { cwd, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return statusOf(child);
}

await runScript(async () => {
  await prepare();
  return runCommandLine();
});
