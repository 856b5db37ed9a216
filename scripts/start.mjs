// npm start: installs, builds, and opens VS Code with the extension on the sample workspace.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runBrowserCode } from './startBrowser.mjs';
import { hasDesktopCode, openDesktopCode } from './startDesktop.mjs';
import { build, ensureInstalled } from './startInstall.mjs';
import { runScript, StartProblem } from './startProblem.mjs';
import { prepareSampleWorkspace } from './startWorkspace.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const usage = `npm start                 opens VS Code with Unroll on the sample workspace
npm start -- --browser    in the browser, even where desktop VS Code is installed
npm start -- --port N     in the browser, at this port
npm start -- --headless   trains the sample in this terminal instead
npm start -- --headless --help   what else it can be told`;

/** @returns {{ browser?: boolean, help?: boolean, port?: number }} */
function readOptions() {
  const options = /** @type {const} */ ({
    browser: { type: 'boolean' },
    help: { type: 'boolean' },
    port: { type: 'string' },
  });
  try {
    const { port, ...values } = parseArgs({ options }).values;
    return { ...values, port: port === undefined ? undefined : readPort(port) };
  } catch (error) {
    throw new StartProblem(`${error instanceof Error ? error.message.split('. ')[0] : error}.\n\n${usage}`);
  }
}

/** @param {string} text */
function readPort(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new Error(`--port is ${text}, and must be a whole number from 1 to 65535`);
}

async function openCode() {
  const { browser, help, port } = readOptions();
  if (help) return console.log(usage);
  await prepare();
  const workspace = await prepareSampleWorkspace(root);
  if (!browser && port === undefined && (await hasDesktopCode())) return openDesktopCode(root, workspace);
  return runBrowserCode(root, workspace, port);
}

async function prepare() {
  await ensureInstalled(root);
  await build(root);
}

/** Hands the terminal to the command line; its exit status is ours. @param {string[]} parameters @returns {Promise<number>} */
async function runDemo(parameters) {
  await prepare();
  const { bin } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const child = spawn(process.execPath, [join(root, bin['unroll-lab']), 'demo', ...parameters], { stdio: 'inherit' });
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT')); // a terminal sends it to both
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve(status ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

await runScript(() => {
  const parameters = process.argv.slice(2);
  const isHeadless = parameters.includes('--headless');
  return isHeadless ? runDemo(parameters.filter((each) => each !== '--headless')) : openCode();
});
