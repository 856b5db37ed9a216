import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runQuietly } from './startNpm.mjs';
import { StartProblem } from './startProblem.mjs';

/** Names of a Chromium on the PATH, and where the three systems keep one outside of it. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'msedge'];
const places = {
  darwin: ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: [
    'Google\\Chrome\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
    'Chromium\\Application\\chrome.exe',
  ],
  linux: ['/usr/bin', '/usr/local/bin', '/snap/bin'].flatMap((folder) => names.map((name) => `${folder}/${name}`)),
};

/**
 * The path of a Chromium, Chrome or Edge of this machine; CHROME_PATH or CHROMIUM_PATH comes first.
 * @returns {string | undefined}
 */
export function findChromium() {
  const named = [process.env.CHROME_PATH, process.env.CHROMIUM_PATH];
  return [...named, ...onPath(), ...inUsualPlaces()].find((path) => path && existsSync(path));
}

/** @returns {string[]} */
function onPath() {
  const extension = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name + extension)));
}

/** @returns {string[]} */
function inUsualPlaces() {
  if (process.platform === 'darwin') return places.darwin;
  if (process.platform !== 'win32') return places.linux;
  const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
  return folders.flatMap((folder) => (folder ? places.win32.map((path) => join(folder, path)) : []));
}

/**
 * The path of a Chromium, installed first where Debian or Ubuntu lets us.
 * @param {(line: string) => void} [log]
 * @returns {Promise<string>}
 */
export async function ensureChromium(log = () => {}) {
  const found = findChromium();
  if (found) return found;
  if (!mayInstall()) throw missing();
  log('Installing Chromium for the browser tests (once, about a minute) ...');
  await apt('update');
  await apt('install', '--yes', '--no-install-recommends', 'chromium');
  const installed = findChromium();
  if (!installed || (await runQuietly(installed, ['--version'])).status !== 0) throw missing();
  return installed;
}

/** Debian and Ubuntu, as root. */
function mayInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Runs apt-get with its progress visible; a failing update is left to the installation to report. @param {string[]} parameters */
function apt(...parameters) {
  return new Promise((resolve) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const child = spawn('apt-get', ['--quiet', ...parameters], { env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', resolve);
    child.on('close', resolve);
  });
}

function missing() {
  return new StartProblem(
    'The browser tests need Chromium, Chrome or Edge, and none was found. ' +
      'Install one (Debian and Ubuntu: sudo apt-get install chromium), or name it in CHROME_PATH, and start again.',
  );
}
