// npm run -s unroll -- COMMAND: the command line from a clone. Installs and builds first where that is needed, with
// all of their output on standard error, so that standard output is the command's alone.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, ensureInstalled } from './startInstall.mjs';
import { runScript } from './startProblem.mjs';
import { withLock } from './vscodeHostLock.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const commandLine = join(root, 'dist', 'cli.cjs');
/** npm writes this file when an installation is complete. */
const installed = join(root, 'node_modules', '.package-lock.json');
/** What a build is made from. */
const sources = ['src', 'webview-ui', 'esbuild.mjs', 'package.json', 'package-lock.json'];

/** Newest change of a file or of anything in a folder; tests are no part of a build. @param {string} path */
async function newestChange(path) {
  const found = await stat(path);
  if (!found.isDirectory()) return path.endsWith('.test.ts') ? 0 : found.mtimeMs;
  const inside = await readdir(path);
  return Math.max(0, ...(await Promise.all(inside.map((name) => newestChange(join(path, name))))));
}

async function isBuilt() {
  if (!existsSync(installed) || !existsSync(commandLine)) return false;
  const changes = await Promise.all(sources.map((source) => newestChange(join(root, source))));
  return Math.max(...changes) <= statSync(commandLine).mtimeMs;
}

/** Installs and builds; who waited for another to do so finds it done, and does not take dist away from under it. */
async function prepare() {
  if (await isBuilt()) return;
  await withLock(join(root, '.test', 'unroll.lock'), async () => {
    if (await isBuilt()) return;
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
