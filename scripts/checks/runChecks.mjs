import { availableParallelism } from 'node:os';

/** @typedef {import('./check.mjs').Check} Check */
/** @typedef {import('./check.mjs').Found} Found */
/** @typedef {Found & { name: string, seconds: number }} Done */

const SLOWEST = 8;

/**
 * Runs checks side by side, as many as there are cores: of those that may begin, the first in their order. What one says
 * is shown when it has ended; of the last one, at once.
 * @param {Record<string, Check>} checks
 * @returns {Promise<Done[]>} in the order in which they ended
 */
export async function runChecks(checks) {
  const waiting = new Map(Object.entries(checks));
  /** @type {Map<string, Promise<Done>>} */
  const running = new Map();
  /** @type {Done[]} */
  const done = [];
  const most = Math.max(2, availableParallelism());
  while (waiting.size + running.size > 0) {
    for (const [name, check] of waiting) {
      if (running.size === most || !mayBegin(check, [...waiting.keys(), ...running.keys()])) continue;
      waiting.delete(name);
      const missed = check.after?.find((each) => done.some(({ name, failed }) => name === each && failed > 0));
      const isLast = waiting.size + running.size === 0;
      running.set(name, missed ? left(name, missed) : runCheck(name, check, isLast));
    }
    const ended = await Promise.race(running.values());
    running.delete(ended.name);
    done.push(ended);
  }
  return done;
}

/** @param {Check} check @param {string[]} unfinished */
const mayBegin = ({ after = [] }, unfinished) => !after.some((name) => unfinished.includes(name));

/** A check that cannot begin. @param {string} name @param {string} missed @returns {Promise<Done>} */
async function left(name, missed) {
  write(`\n== ${name}: not begun, as ${missed} failed\n`);
  return { name, seconds: 0, passed: 0, failed: 0 };
}

/** @param {string} name @param {Check} check @param {boolean} showsAtOnce @returns {Promise<Done>} */
async function runCheck(name, { run }, showsAtOnce) {
  const from = performance.now();
  let said = '';
  const say = showsAtOnce ? write : (/** @type {string} */ text) => void (said += text);
  write(`${name} ...\n`);
  const found = await run(say).catch((error) => {
    say(`${error.stack ?? error}\n`);
    return { passed: 0, failed: 1 };
  });
  const seconds = (performance.now() - from) / 1000;
  write(`\n== ${name}${found.failed > 0 ? ': failed' : ''} (${seconds.toFixed(1)} s)\n${said}`);
  return { name, seconds, ...found };
}

/**
 * Prints each check's seconds, the slowest files, and as the last line `N passed, N failed`.
 * @param {Done[]} done
 * @param {number} seconds from beginning to end
 * @returns {boolean} whether all is well
 */
export function summarise(done, seconds) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
    done.reduce((all, each) => all + (each[key] ?? 0), 0);
  const parts = done.map((each) => `${each.name} ${each.seconds.toFixed(1)} s`);
  write(`\nIn ${seconds.toFixed(1)} s, side by side: ${parts.join(', ')}.\n`);
  const files = done.flatMap(({ files = {} }) => Object.entries(files)).sort(([, a], [, b]) => b - a);
  const slowest = files.slice(0, SLOWEST).map(([file, took]) => `${file} ${took.toFixed(1)} s`);
  if (slowest.length > 0) write(`The slowest files: ${slowest.join(', ')}.\n`);
  write(`\n${sum('passed')} passed, ${sum('failed')} failed${sum('skipped') ? `, ${sum('skipped')} skipped` : ''}\n`);
  return sum('failed') === 0;
}

/** @param {string} text */
function write(text) {
  process.stdout.write(text);
}
