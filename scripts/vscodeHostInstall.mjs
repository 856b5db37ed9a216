import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './vscodeHostLock.mjs';
import { runNpm } from './startNpm.mjs';
import { StartProblem } from './startProblem.mjs';

/** @typedef {'newest' | 'oldest'} HostName */
/** @typedef {{ node: string, entry: string, directory: string }} InstalledHost `node` runs `entry`. */

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What the hosts never use: of 485 MB, 110 are Copilot and the headers of Node. */
const unused = ['code-server/lib/vscode/extensions/copilot', 'node-*/include'];

/**
 * Installs one of the two hosts of test/host where it is missing or out of date.
 * @param {HostName} which
 * @param {(line: string) => void} [log]
 * @returns {Promise<InstalledHost>}
 */
export async function installHost(which, log = () => {}) {
  const directory = join(root, 'test', 'host', which);
  const wanted = await fingerprint(directory);
  if (!(await isInstalled(directory, wanted)))
    await withLock(join(root, '.test', `install-${which}.lock`), async () => {
      if (!(await isInstalled(directory, wanted))) await install(directory, wanted, log);
    });
  return installed(directory);
}

/** @param {string} directory @param {string} wanted @param {(line: string) => void} log */
async function install(directory, wanted, log) {
  log('Installing VS Code for the browser (first time, about a minute) ...');
  const options = [
    '--ignore-scripts',
    '--engine-strict=false',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  await runNpm(['ci', ...options], directory, 'install VS Code for the browser');
  await linkServerModules(directory);
  await linkTypescript(directory);
  await removeUnused(join(directory, 'node_modules'));
  await writeFile(stampOf(directory), wanted);
}

/** The workbench loads its modules from the server's own folder: link there what npm put one level up. @param {string} directory */
async function linkServerModules(directory) {
  const modules = join(directory, 'node_modules');
  const server = join(modules, 'code-server', 'lib', 'vscode');
  const { dependencies } = JSON.parse(await readFile(join(server, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    const link = join(server, 'node_modules', name);
    if (!existsSync(join(modules, name)) || existsSync(link)) continue;
    await mkdir(dirname(link), { recursive: true });
    const isWindows = process.platform === 'win32';
    await symlink(isWindows ? join(modules, name) : relative(dirname(link), join(modules, name)), link, 'junction');
  }
}

/** The package has no TypeScript, which VS Code's own extensions read from beside them: link the clone's. @param {string} directory */
async function linkTypescript(directory) {
  const link = join(directory, 'node_modules/code-server/lib/vscode/extensions/node_modules/typescript');
  if (existsSync(link)) return;
  await mkdir(dirname(link), { recursive: true });
  await symlink(join(root, 'node_modules', 'typescript'), link, 'junction');
}

/** @param {string} modules */
async function removeUnused(modules) {
  const packages = await readdir(modules);
  const paths = unused.flatMap((path) =>
    path.startsWith('node-*/') ? packages.filter(isNode).map((name) => path.replace('node-*', name)) : [path],
  );
  for (const path of paths) await rm(join(modules, path), { recursive: true, force: true });
}

/** @param {string} directory @returns {Promise<InstalledHost>} */
async function installed(directory) {
  const modules = join(directory, 'node_modules');
  return { node: await nodeOf(modules), entry: join(modules, 'code-server', 'out', 'node', 'entry.js'), directory };
}

/** The Node that was installed with the host, or this one where no package carries Node for the platform. @param {string} modules */
async function nodeOf(modules) {
  const name = (await readdir(modules)).find(isNode);
  if (name) return join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
  throw new StartProblem(
    `npm carries no Node for ${process.platform} on ${process.arch}, and VS Code for the browser needs Node 22 or newer. ` +
      `Install Node 22 or newer and start again.`,
  );
}

/** @param {string} name */
function isNode(name) {
  return /^node-(bin-)?(linux|darwin|win)-(x64|arm64)$/.test(name);
}

/** @param {string} directory @param {string} wanted */
async function isInstalled(directory, wanted) {
  return (await readFile(stampOf(directory), 'utf8').catch(() => '')) === wanted;
}

/** Written last, so that a broken installation never counts. @param {string} directory */
function stampOf(directory) {
  return join(directory, 'node_modules', '.unroll-installed');
}

/** @param {string} directory */
async function fingerprint(directory) {
  const lockfile = await readFile(join(directory, 'package-lock.json'));
  const own = await readFile(fileURLToPath(import.meta.url));
  const hash = createHash('sha256').update(lockfile).update(own).digest('hex');
  return `${hash} ${process.platform}-${process.arch}\n`;
}
