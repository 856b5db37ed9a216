// npm run torture [-- --part NAME ...] [--count N] [--seed N] [--seconds N] [--anew] [--short]: how much of what can go
// wrong Unroll stands, as a table and in bench/results/torture.json. What is interrupted goes on where it was.
// --seconds stops each part after a while, until the next time; --short is the part of it that `npm test` runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { keepTorture, table } from './benchResults.mjs';
import { bundleProcesses, processBundle, removeProcesses } from './bundleProcesses.mjs';
import { build, ensureInstalled } from './startInstall.mjs';
import { runScript, StartProblem } from './startProblem.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const usualSeed = 1;

/** The parts, the trainer over a file system with faults, and the commands of a terminal. */
const sources = {
  torture: 'test/torture/main.ts',
  'torture-trainee': 'test/torture/trainee.ts',
  'torture-refuse': 'test/torture/refuse/refuseProcess.ts',
};

/** @param {string} folder @param {object} [order] */
async function inProcess(folder, order) {
  const result = join(folder, 'result.json');
  const parameters = [
    '--expose-gc',
    join(root, 'scripts/torturePart.mjs'),
    processBundle(root, 'torture'),
    result,
    ...(order ? [JSON.stringify(order)] : []),
  ];
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new StartProblem('A part of the torture has broken down; what it said stands above.');
  return JSON.parse(await readFile(result, 'utf8'));
}

/** @param {string} text @param {string} flag */
function wholeNumber(text, flag) {
  if (/^\d+$/.test(text)) return Number(text);
  throw new StartProblem(`"${text}" is no number for --${flag}. Give a whole number.`);
}

function chosen() {
  const { values } = parseArgs({
    options: {
      part: { type: 'string', multiple: true },
      count: { type: 'string' },
      seed: { type: 'string', default: String(usualSeed) },
      seconds: { type: 'string' },
      anew: { type: 'boolean', default: false },
      short: { type: 'boolean', default: false },
    },
  });
  const number = (/** @type {'count' | 'seed' | 'seconds'} */ flag) =>
    values[flag] === undefined ? undefined : wholeNumber(values[flag], flag);
  return { ...values, count: number('count'), seed: number('seed') ?? usualSeed, seconds: number('seconds') };
}

/** @param {{ title: string, done: number, count: number, rows: object[], wrong: string[] }} result */
function print({ title, done, count, rows, wrong }) {
  console.log(`\n${title}${done < count ? `: ${done} of ${count} cases so far` : ''}\n\n${table(rows)}`);
  for (const line of wrong.slice(0, 20)) console.log(`  ${line}`);
}

await runScript(async () => {
  const { part: wanted, short: isShort, anew: isAnew, ...options } = chosen();
  const folder = isShort ? join(root, '.test', 'torture') : join(root, '.torture');
  await ensureInstalled(root);
  if (!isShort || !existsSync(join(root, 'dist', 'trainer.cjs'))) await build(root);
  if (isShort || isAnew) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  process.on('SIGINT', () => console.log('\nEnding; the next time it goes on from here.')); // the part hears it too
  let isRight = true;
  try {
    await bundleProcesses(root, sources, 'torture');
    const names = await inProcess(folder);
    const unknown = (wanted ?? []).find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw new StartProblem(`There is no part "${unknown}". The parts are ${names.join(', ')}.`);
    for (const part of wanted ?? names) {
      console.log(`\nTorturing: ${part} ...`);
      const startedMs = performance.now();
      const result = await inProcess(folder, { part, ...options, isShort, root, folder });
      print(result);
      console.log(`${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
      isRight &&= result.wrong.length === 0 && result.rows.every(({ isMet }) => isMet !== false);
      if (!isShort && result.done >= result.count) await keepTorture(root, result);
      if (result.done < result.count && options.seconds === undefined) break; // Ctrl+C
    }
  } finally {
    await removeProcesses(root, Object.keys(sources));
  }
  return isRight ? 0 : 1;
});
