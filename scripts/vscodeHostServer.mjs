import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addressOf } from './vscodeHostAddress.mjs';
import { linkExtension } from './vscodeHostExtension.mjs';
import { folderFlags, serverEnvironment, serverFlags } from './vscodeHostFlags.mjs';
import { installHost } from './vscodeHostInstall.mjs';
import { guardGroup, isRunning, stopGroup } from './vscodeHostProcess.mjs';
import { writeSettings } from './vscodeHostSettings.mjs';
import { runQuietly } from './startNpm.mjs';
import { StartProblem } from './startProblem.mjs';

/** @typedef {import('./vscodeHostInstall.mjs').InstalledHost} InstalledHost */

/**
 * @typedef {object} HostOptions
 * @property {import('./vscodeHostInstall.mjs').HostName} which
 * @property {string} home The folder for settings, installed extensions and everything else that this host writes.
 * @property {number} [port] 0: a free one.
 * @property {string} [extensionDirectory] An extension under development: loaded by the page's address, toasts hidden.
 * @property {string} [linkedExtension] An extension's folder, installed by a link: behaves as installed, toasts shown.
 * @property {string} [vsix] An extension's package, installed.
 * @property {string} [workspace] The folder to open.
 * @property {string} [openFile] A file to open.
 * @property {Record<string, unknown>} [settings] User settings, over the defaults.
 * @property {boolean} [keepSettings] Keep the settings file that a home already has.
 * @property {NodeJS.ProcessEnv} [env] More environment for the server and the extension host.
 * @property {boolean} [smokeTestDriver] Hides toasts, and lets the newest VS Code take a payload. Default: with extensionDirectory.
 * @property {boolean} [trust] false: VS Code asks whether the workspace is trusted. Default true.
 * @property {(line: string) => void} [log]
 */

/**
 * @typedef {object} Host
 * @property {string} url The address with the folder, the extension under development and the file to open.
 * @property {number} port
 * @property {number} pid Its process group.
 * @property {(extra: [string, string][]) => string} payloadUrl The same address with more payload; paths of this machine as values.
 * @property {string} log The file with what the server said.
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a VS Code in the browser, installing it first where that is needed.
 * @param {HostOptions} options
 * @returns {Promise<Host>}
 */
export async function startHost(options) {
  const installed = await installHost(options.which, options.log);
  const home = await prepareHome(options);
  if (options.vsix) await installVsix(installed, home, options.vsix);
  const { pid, log } = await spawnServer(installed, home, options);
  guardGroup(pid);
  /** @type {Promise<void> | undefined} */
  let stopped;
  const stop = () => (stopped ??= stopGroup(pid));
  const port = await untilListening(pid, log).catch(async (error) => {
    await stop();
    throw error;
  });
  const payloadUrl = addressOf(port, options);
  return { url: payloadUrl([]), port, pid, payloadUrl, log, stop };
}

/** @param {HostOptions} options @returns {Promise<string>} The home without links, which VS Code would show differently. */
async function prepareHome({ home, settings = {}, keepSettings, linkedExtension }) {
  for (const name of ['tmp', 'data', 'config', 'ext']) await mkdir(join(home, name), { recursive: true });
  const real = await realpath(home);
  await writeFile(join(real, 'config.yaml'), '');
  await writeSettings(real, settings, { keep: keepSettings });
  if (linkedExtension) await linkExtension(join(real, 'ext'), linkedExtension);
  return real;
}

/** @param {InstalledHost} installed @param {string} home @param {string} vsix */
async function installVsix(installed, home, vsix) {
  const parameters = [installed.entry, ...folderFlags(home), '--install-extension', resolve(vsix), '--force'];
  const { status, output } = await runQuietly(installed.node, parameters);
  if (status !== 0) throw new StartProblem(`VS Code did not take the extension ${vsix}: ${output.trim()}`);
}

/** @param {InstalledHost} installed @param {string} home @param {HostOptions} options @returns {Promise<{pid: number, log: string}>} */
function spawnServer(installed, home, options) {
  const log = join(home, 'server.log');
  const output = openSync(log, 'w');
  const env = { ...serverEnvironment(home), ...options.env };
  const child = spawn(installed.node, [installed.entry, ...serverFlags(home, options)], {
    cwd: home,
    detached: true,
    env,
    stdio: ['ignore', output, output],
    windowsHide: true,
  });
  closeSync(output);
  child.unref();
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve({ pid: Number(child.pid), log }));
    child.once('error', (error) => reject(new StartProblem(`VS Code did not start: ${error.message}`)));
  });
}

/** Waits until the server answers. @param {number} pid @param {string} log @returns {Promise<number>} Its port. */
async function untilListening(pid, log) {
  for (const end = Date.now() + 60_000; Date.now() < end; await delay(50)) {
    const said = await readFile(log, 'utf8');
    const port = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
    if (port && (await isHealthy(Number(port)))) return Number(port);
    if (!isRunning(pid)) throw notStarted(said, log);
  }
  throw notStarted(await readFile(log, 'utf8'), log);
}

/** @param {number} port */
async function isHealthy(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
  return answer?.status === 200;
}

/** @param {string} said @param {string} log */
function notStarted(said, log) {
  const inUse = /EADDRINUSE[^\n]*:(\d+)/.exec(said)?.[1];
  if (inUse) return new StartProblem(`Port ${inUse} is in use. Choose another with --port, or leave it out.`);
  return new StartProblem(`VS Code for the browser did not start; ${log} says why: ${said.trim().split('\n').at(-1)}`);
}
