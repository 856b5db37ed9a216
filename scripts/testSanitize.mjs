// npm run test:sanitize: the kernels' tests on an add-on that looks for wrong addresses and undefined behaviour, and
// their threads under the thread sanitizer.
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { platform } from 'node:process';
import { buildWasm, writeKernels } from './kernels/build.mjs';
import { buildNative, findCompilers } from './kernels/native.mjs';
import { findRaces } from './kernels/races.mjs';
import { root } from './kernels/sources.mjs';
import { endTeams } from './kernels/teams.mjs';
import { ensureInstalled } from './startInstall.mjs';
import { runQuietly } from './startNpm.mjs';
import { runScript } from './startProblem.mjs';

/** @typedef {import('./kernels/native.mjs').Compiler} Compiler */

const checks = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fno-omit-frame-pointer', '-g', '-O1'];
const directory = join(root, '.test', 'sanitized');

/** Exit status where nothing could be tested, which scripts/test.mjs knows. */
const SKIPPED = 77;

/** The library that must be loaded before all others. @param {Compiler} compiler */
async function sanitizerLibrary({ program }) {
  for (const name of ['libasan.so', 'libclang_rt.asan-x86_64.so', 'libclang_rt.asan.so']) {
    const { status, output } = await runQuietly(program[0], [...program.slice(1), `-print-file-name=${name}`]);
    if (status === 0 && isAbsolute(output.trim())) return output.trim();
  }
  return undefined;
}

/** @param {Compiler[]} compilers @returns {Promise<{ addon: string, library: string } | string>} or why there is none */
async function buildSanitized(compilers) {
  if (platform !== 'linux') return 'it is known how on Linux only';
  let problem = 'there is no C compiler';
  for (const compiler of compilers) {
    const library = await sanitizerLibrary(compiler);
    if (!library) problem = `${compiler.version} has no library for it`;
    else
      try {
        return { addon: await buildNative(compiler, undefined, checks), library };
      } catch (error) {
        problem = `${compiler.version} cannot build it (${/** @type {Error} */ (error).message.split('\n')[0]})`;
      }
  }
  return problem;
}

/** @param {string} library @returns {Promise<number>} exit status of the tests */
function runTests(library) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--project', 'process', '--exclude', '**/wasm*', 'src/engine/kernels'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        LD_PRELOAD: library,
        ASAN_OPTIONS: 'detect_leaks=0:allocator_may_return_null=1',
        UBSAN_OPTIONS: 'print_stacktrace=1',
        UNROLL_KERNELS_DIRECTORY: directory,
        UNROLL_KERNELS_TESTED: 'native',
      },
    },
  );
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (status) => done(status ?? 1));
  });
}

await runScript(async () => {
  await ensureInstalled(root);
  const compilers = await findCompilers();
  const built = await buildSanitized(compilers);
  if (typeof built === 'string') {
    console.log(`The native kernels are not tested with sanitizers here: ${built}.`);
    return SKIPPED;
  }
  await findRaces(compilers);
  await endTeams(compilers);
  await rm(directory, { recursive: true, force: true });
  await writeKernels(directory, await buildWasm(), { path: built.addon });
  return runTests(built.library);
});
