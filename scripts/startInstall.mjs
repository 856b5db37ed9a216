import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runNpm } from './startNpm.mjs';
import { StartProblem } from './startProblem.mjs';
import { withLock } from './vscodeHostLock.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean, link?: boolean }>} Packages */

/**
 * Runs npm ci where node_modules is missing or is not what the lockfile says.
 * @param {string} root
 * @param {(line: string) => void} [log]
 */
export async function ensureInstalled(root, log = console.log) {
  requireNode();
  if (await isInstalled(root)) return;
  await withLock(lockOf(root), async () => {
    if (await isInstalled(root)) return;
    log('Installing (first time, about a minute) ...');
    const whole = ['--include=dev', '--include=optional'];
    await runNpm(
      ['ci', '--ignore-scripts', ...whole, '--no-audit', '--no-fund', '--loglevel=error'],
      root,
      'install what Unroll needs',
    );
  });
}

/** Writes dist/. @param {string} root @param {(line: string) => void} [log] */
export async function build(root, log = console.log) {
  log('Building ...');
  await withLock(lockOf(root), () => runNpm(['run', '--silent', 'build'], root, 'build Unroll'));
}

/** Two processes that install or build in one clone would take files from each other. @param {string} root */
function lockOf(root) {
  return join(root, '.test', 'build.lock');
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new StartProblem(`Unroll needs Node 20.19 or newer, and this is ${process.version}. Install a newer Node.`);
}

/** Compares what npm has installed with the lockfile, package by package. @param {string} root */
async function isInstalled(root) {
  const installedPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return false;
  const wanted = await packagesOf(join(root, 'package-lock.json'));
  const installed = await packagesOf(installedPath);
  const isRight = (/** @type {string} */ path) =>
    installed[path] ? installed[path].version === wanted[path]?.version : wanted[path]?.optional === true;
  return Object.keys(wanted).every((path) => path === '' || isRight(path));
}

/** @param {string} path @returns {Promise<Packages>} */
async function packagesOf(path) {
  return JSON.parse(await readFile(path, 'utf8')).packages;
}
