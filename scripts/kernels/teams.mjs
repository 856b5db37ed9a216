// Teams of the kernels' threads, started and ended again and again beside more threads than cores: none may stand still.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runQuietly } from '../startNpm.mjs';
import { StartProblem } from '../startProblem.mjs';
import { root, sourceDirectory } from './sources.mjs';

/** @typedef {import('./native.mjs').Compiler} Compiler */

/** As threads do it, and with a rest where one could miss the end of its team: the second finds in a second what the first may never. */
const forms = [{ flags: [] }, { flags: ['-DWIDE_GAP'] }];
const threads = 4;
const seconds = 2;

/**
 * Compiles test/kernels/teams.c in both forms and runs them.
 * @param {Compiler[]} compilers
 * @throws StartProblem where a team stands still
 */
export async function endTeams(compilers) {
  const [compiler] = compilers;
  if (!compiler) return;
  await mkdir(join(root, '.test'), { recursive: true });
  for (const { flags } of forms) {
    const out = join(root, '.test', 'teams');
    const source = join(root, 'test/kernels/teams.c');
    const parameters = ['-std=gnu11', '-O2', ...flags, `-I${sourceDirectory}`, source, '-o', out, '-pthread', '-lm'];
    const [program, ...rest] = compiler.program;
    const built = await runQuietly(program, [...rest, ...parameters]);
    if (built.status !== 0) throw new StartProblem(`test/kernels/teams.c cannot be compiled:\n${built.output}`);
    const { status, output } = await runQuietly(out, [String(threads), String(seconds)], root);
    if (status !== 0) throw new StartProblem(`A team of threads does not end (${flags.join(' ')}):\n${output}`);
    console.log(
      `Teams of ${threads} threads end${flags.length ? ', also where sleepers rest before they sleep' : ''}: ${output.trim()}.`,
    );
  }
}
