import { mkdir, rename, rm } from 'node:fs/promises';
import { arch, platform } from 'node:process';
import { join } from 'node:path';
import { runQuietly } from '../startNpm.mjs';
import { cached } from './cache.mjs';
import { readSources, root, sourceDirectory } from './sources.mjs';

/** @typedef {{ program: string[], version: string, isZig: boolean }} Compiler */
/** @typedef {{ system: string, processor: string }} Platform as in process.platform and process.arch */

const headers = join(root, 'node_modules', 'node-api-headers', 'include');
const common = ['-std=gnu11', '-O3', '-ffp-contract=fast', '-fno-math-errno', '-fvisibility=hidden', '-Wall'];

/** Instruction sets by processor: the name of the table of functions, and what it is compiled with. */
const variants = {
  x64: { v3: ['-march=x86-64-v3'], v4: ['-march=x86-64-v4', '-mprefer-vector-width=512'] },
  arm64: { neon: [] },
};

/**
 * How the shared library is linked: on macOS and Windows the symbols of Node-API are found when it is loaded.
 * @param {string} system as in process.platform
 */
function linkFlags(system) {
  if (system === 'darwin') return ['-shared', '-Wl,-undefined,dynamic_lookup'];
  if (system === 'win32') return ['-shared'];
  return ['-shared', '-pthread'];
}

/**
 * The C compilers of this machine that answer, of $CC, cc, clang, gcc and zig in this order.
 * @returns {Promise<Compiler[]>}
 */
export async function findCompilers() {
  const named = process.env.CC?.trim().split(/\s+/) ?? [];
  const programs = [...(named[0] ? [named] : []), ['cc'], ['clang'], ['gcc'], ['zig', 'cc']];
  const answers = await Promise.all(
    programs.map(async (program) => ({
      program,
      ...(await runQuietly(program[0], [...program.slice(1), '--version'])),
    })),
  );
  return answers
    .filter(({ status }) => status === 0)
    .map(({ program, output }) => ({
      program,
      version: output.split('\n')[0].trim(),
      isZig: /zig(\.exe)?$/.test(program[0]),
    }));
}

/**
 * The compilations and the linking that make the add-on.
 * @param {Compiler} compiler
 * @param {Platform} target
 * @param {string[]} extra more for the compiler
 * @returns {{ compile: string[][], link: string[] }}
 */
function stepsOf(compiler, { system, processor }, extra) {
  const builds = Object.entries(variants[/** @type {'x64' | 'arm64'} */ (processor)] ?? {});
  const compile = (/** @type {string} */ source, /** @type {string} */ object, /** @type {string[]} */ flags) => [
    ...[...common, ...(system === 'win32' ? [] : ['-fPIC']), ...flags, ...extra, `-I${headers}`],
    ...['-c', join(sourceDirectory, source), '-o', object],
  ];
  const kernels = builds.map(([name, flags]) =>
    compile('kernels.c', `${name}.o`, [
      ...flags.map((flag) => spelt(flag, compiler)),
      `-DKERNELS_NAME=kernels_${name}`,
    ]),
  );
  const objects = ['addon.o', ...builds.map(([name]) => `${name}.o`)];
  const strip = extra.length > 0 ? [] : ['-s'];
  const link = [...objects, ...linkFlags(system), ...strip, ...extra, '-o', 'native.node'];
  return { compile: [compile('addon.c', 'addon.o', []), ...kernels], link };
}

/** Zig has its own names of processors. @param {string} flag @param {Compiler} compiler */
function spelt(flag, { isZig }) {
  return isZig ? flag.replace('x86-64-', 'x86_64_') : flag;
}

/**
 * The add-on of a platform, made now or kept from before.
 * @param {Compiler} compiler
 * @param {Platform} [target]
 * @param {string[]} [extra] more for the compiler
 * @returns {Promise<string>} its path
 * @throws Error with what the compiler said where it fails
 */
export async function buildNative(compiler, target = { system: platform, processor: arch }, extra = []) {
  if (!variants[/** @type {'x64' | 'arm64'} */ (target.processor)])
    throw new Error(`there are none for ${target.processor} processors`);
  const steps = stepsOf(compiler, target, extra);
  const name = [target.system, target.processor, ...(extra.length > 0 ? ['checked'] : [])].join('-');
  return cached(`${name}.node`, [compiler, steps, await readSources('native')], (path) =>
    compile(compiler, steps, path),
  );
}

/** @param {Compiler} compiler @param {ReturnType<typeof stepsOf>} steps @param {string} outfile */
async function compile({ program }, steps, outfile) {
  const scratch = `${outfile}.objects`;
  await mkdir(scratch, { recursive: true });
  const run = async (/** @type {string[]} */ parameters) => {
    const { status, output } = await runQuietly(program[0], [...program.slice(1), ...parameters], scratch);
    if (status !== 0) throw new Error(output.trim());
  };
  try {
    await Promise.all(steps.compile.map(run));
    await run(steps.link);
    await rename(join(scratch, 'native.node'), outfile);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
