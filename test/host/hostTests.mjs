import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'node:util';
import { startHost } from '../../scripts/vscodeHost.mjs';
import { launchBrowser, screenshot } from './page.mjs';

/**
 * @typedef {object} HostTestOptions
 * @property {import('../../scripts/vscodeHost.mjs').HostName} which
 * @property {string} extensionDirectory The extension under test; beside a vsix, a stub without main.
 * @property {string} testsPath A CommonJS file that exports run().
 * @property {string} workspace
 * @property {string} home
 * @property {string} [vsix] An extension to install first.
 * @property {Record<string, unknown>} [settings]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] For the whole suite; default ten minutes.
 * @property {(line: string) => void} [log] Gets a line where something went wrong.
 */

/** @typedef {{ title: string, message: string }} Failure */
/** @typedef {{ passed: number, failed: number, skipped: number, failures: Failure[], seconds?: Record<string, number> }} HostTestResults */

/**
 * Runs a suite inside the extension host of a VS Code. The suite writes {passed, failed, failures} as JSON to the
 * file that the environment variable UNROLL_TEST_RESULTS names; what it prints lands in console.txt of the home.
 * @param {HostTestOptions} options
 * @returns {Promise<HostTestResults>}
 */
export async function runInHost({ testsPath, timeoutMs = 600_000, log = console.log, ...options }) {
  const results = join(options.home, 'results.json');
  await mkdir(options.home, { recursive: true });
  await rm(results, { force: true });
  const env = { ...options.env, UNROLL_TEST_RESULTS: results, UNROLL_TEST_HOST: options.which };
  const host = await startHost({ ...options, smokeTestDriver: true, env });
  try {
    const url = host.payloadUrl([['extensionTestsPath', testsPath]]);
    return await inBrowser(async (page) => {
      const reason = await runSuite(page, url, timeoutMs, join(options.home, 'console.txt'));
      const outcome = await readResults(results, reason);
      if (outcome.failed > 0) await showWhatWasSeen(page, options, log);
      return outcome;
    });
  } finally {
    await host.stop();
  }
}

/** @template T @param {(page: import('playwright-core').Page) => Promise<T>} work */
async function inBrowser(work) {
  const browser = await launchBrowser();
  try {
    return await work(await browser.newPage({ viewport: { width: 1280, height: 800 } }));
  } finally {
    await browser.close();
  }
}

/**
 * Opens the window and waits until the suite has ended.
 * @param {import('playwright-core').Page} page
 * @param {string} url
 * @param {number} timeoutMs
 * @param {string} consolePath
 * @returns {Promise<string>} Why it ended: "exit 0" when all has passed.
 */
async function runSuite(page, url, timeoutMs, consolePath) {
  await writeFile(consolePath, '');
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ _type, /** @type {unknown[]} */ words) =>
    appendFile(consolePath, `${format(...words)}\n`),
  );
  const exit = new Promise((resolve) => page.exposeFunction('codeAutomationExit', resolve));
  const crash = new Promise((resolve) => page.once('crash', resolve));
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const timeout = new Promise((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  await page.goto(url);
  const reason = await Promise.race([
    exit.then((code) => `exit ${code}`),
    crash.then(() => 'the page crashed'),
    timeout.then(() => `not ended after ${timeoutMs / 1000} s`),
  ]);
  clearTimeout(timer);
  return reason;
}

/** Counts a suite that broke off, or that said nothing, as one more failure. @param {string} path @param {string} reason */
async function readResults(path, reason) {
  /** @type {HostTestResults} */
  const none = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const results = { ...none, ...JSON.parse(await readFile(path, 'utf8').catch(() => '{}')) };
  const isWhole = reason === 'exit 0' ? results.passed > 0 && results.failed === 0 : results.failed > 0;
  if (isWhole) return results;
  const message = `${reason}, with ${results.passed} passed and ${results.failed} failed`;
  const failures = [...results.failures, { title: 'The suite runs to its end', message }];
  return { ...results, failed: results.failed + 1, failures };
}

/** @param {import('playwright-core').Page} page @param {Pick<HostTestOptions, 'which' | 'home'>} options @param {(line: string) => void} log */
async function showWhatWasSeen(page, { which, home }, log) {
  const path = await screenshot(page, `failed-${which}`).catch(() => 'no picture could be taken');
  log(`The window at the end: ${path}\nIts console: ${join(home, 'console.txt')}`);
}
