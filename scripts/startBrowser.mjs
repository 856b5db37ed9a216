import { createServer } from 'node:net';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartProblem } from './startProblem.mjs';
import { startHost } from './vscodeHost.mjs';
import { isRunning } from './vscodeHostProcess.mjs';

/** The usual port: what VS Code remembers about its window belongs to the address. */
const usualPort = 8421;

/**
 * Shows VS Code in the browser with the extension until Ctrl+C.
 * @param {string} root
 * @param {string} workspace
 * @param {number | undefined} port
 */
export async function runBrowserCode(root, workspace, port) {
  const home = join(root, '.test', 'vscode');
  const record = join(home, 'running.json');
  const open = await openElsewhere(record);
  if (open) return sayAddress(open, 'is open already. In a browser, go to');
  const host = await start(root, workspace, home, port);
  await writeFile(record, JSON.stringify({ url: host.url, pid: host.pid }));
  sayAddress(host.url, 'is ready. In a browser, go to');
  console.log('Ctrl+C ends it.');
  try {
    await untilEnded(host.pid);
  } finally {
    await host.stop();
    await rm(record, { force: true });
  }
  console.log('\nVS Code has ended. Trainings that were running go on; the next start finds them.');
}

/** @param {string} root @param {string} workspace @param {string} home @param {number | undefined} port */
async function start(root, workspace, home, port) {
  if (port !== undefined && !(await isFree(port)))
    throw new StartProblem(`Port ${port} is in use. Choose another with --port, or leave it out.`);
  return startHost({
    which: 'newest',
    home,
    port: port ?? ((await isFree(usualPort)) ? usualPort : 0),
    linkedExtension: root,
    workspace,
    keepSettings: true,
    log: console.log,
  });
}

/** The address of a VS Code that an earlier start in this clone still shows. @param {string} record @returns {Promise<string | undefined>} */
async function openElsewhere(record) {
  try {
    const { url, pid } = JSON.parse(await readFile(record, 'utf8'));
    const answer = await fetch(new URL('/healthz', url));
    return answer.ok && isRunning(pid) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** @param {string} url @param {string} words */
function sayAddress(url, words) {
  console.log(`\nVS Code with Unroll ${words}\n\n    ${url}\n`);
  const { port } = new URL(url);
  if (process.env.SSH_CONNECTION)
    console.log(`From your own machine, first: ssh -L ${port}:127.0.0.1:${port} THIS-MACHINE\n`);
}

/** Waits for Ctrl+C, or for the end of the server. @param {number} pid @returns {Promise<void>} */
async function untilEnded(pid) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  try {
    await new Promise((resolve, reject) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
      const ended = new StartProblem('VS Code has ended by itself. Start it again with `npm start`.');
      timer = setInterval(() => isRunning(pid) || reject(ended), 1000);
    });
  } finally {
    clearInterval(timer);
  }
}
