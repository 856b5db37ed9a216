// The kernels' threads under the thread sanitizer: no two may touch the same number without an order between them, and
// the bits must be the same for any number of threads.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runQuietly } from '../startNpm.mjs';
import { StartProblem } from '../startProblem.mjs';
import { root, sourceDirectory } from './sources.mjs';

/** @typedef {import('./native.mjs').Compiler} Compiler */

const teams = [1, 2, 4];
const rounds = 10;

/** Compiles test/kernels/races.c. @param {Compiler[]} compilers @returns {Promise<string | undefined>} the program */
async function buildRaces(compilers) {
  const out = join(root, '.test', 'races');
  await mkdir(join(root, '.test'), { recursive: true });
  const flags = ['-std=gnu11', '-O1', '-g', '-fsanitize=thread', `-I${sourceDirectory}`];
  for (const { program } of compilers) {
    const parameters = [
      ...program.slice(1),
      ...flags,
      join(root, 'test/kernels/races.c'),
      '-o',
      out,
      '-pthread',
      '-lm',
    ];
    const { status } = await runQuietly(program[0], parameters);
    if (status === 0) return out;
  }
  return undefined;
}

/**
 * Looks for races. @param {Compiler[]} compilers
 * @throws StartProblem where there is one, or where the bits depend on the number of threads
 */
export async function findRaces(compilers) {
  const program = await buildRaces(compilers);
  if (program === undefined)
    return console.log('Races between threads are not looked for here: no compiler has the thread sanitizer.');
  const found = new Set();
  for (const threads of teams) {
    const { status, output } = await runQuietly(program, [String(threads), String(rounds)], root);
    if (status !== 0 && threads === 1)
      // it takes addresses that not every system leaves free
      return console.log(`Races between threads are not looked for here: ${output.trim().split('\n')[0]}`);
    if (status !== 0) throw new StartProblem(`The kernels race with ${threads} threads:\n${output}`);
    found.add(output.trim());
  }
  if (found.size > 1) throw new StartProblem(`The bits depend on the number of threads: ${[...found].join(', ')}.`);
  console.log(`No races with ${teams.join(', ')} threads, and the same bits.`);
}
