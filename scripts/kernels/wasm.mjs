import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { exportedNames, readSources } from './sources.mjs';

/** The builds: what is theirs alone. */
export const wasmBuilds = {
  relaxed: ['-mrelaxed-simd', '-matomics', '-Wl,--shared-memory', '-Wl,--max-memory=4294967296'],
  simd: ['-matomics', '-Wl,--shared-memory', '-Wl,--max-memory=4294967296'],
  single: [],
};

/** @typedef {keyof typeof wasmBuilds} WasmBuild */

const MAIN_STACK = 256 * 1024;

/**
 * What clang is called with. Contraction is off: with relaxed SIMD clang contracts a b + c with its operands swapped.
 * @param {WasmBuild} build
 * @param {Record<string, string>} sources
 */
export function wasmFlags(build, sources) {
  return [
    ...['--target=wasm32-unknown-unknown', '-std=gnu11', '-O3', '-ffp-contract=off', '-fno-math-errno'],
    ...['-msimd128', '-mbulk-memory', '-mmutable-globals', '-mnontrapping-fptoint', '-nostdlib', '-Wall'],
    ...['-Wl,--no-entry', '-Wl,--import-memory', '-Wl,--stack-first', `-Wl,-z,stack-size=${MAIN_STACK}`],
    ...[...exportedNames(sources), '__heap_base', '__stack_pointer'].map((name) => `-Wl,--export=${name}`),
    ...wasmBuilds[build],
    ...['kernels.c', '-o', 'kernels.wasm'],
  ];
}

/**
 * Compiles builds in one process of their own: starting the compiler takes longer than compiling, and it keeps its
 * memory.
 * @param {Record<string, string>} outfiles by build
 * @returns {Promise<void>}
 */
export function compileWasm(outfiles) {
  const parameters = Object.entries(outfiles).flat();
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...parameters], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', fail);
    child.on('close', (status) => (status === 0 ? done() : fail(new Error('The kernels did not compile to WASM.'))));
  });
}

/** @param {WasmBuild} build @param {string} outfile */
async function compileHere(build, outfile) {
  const { commands } = await import('@yowasp/clang');
  const sources = await readSources('wasm');
  const show = (/** @type {Uint8Array | null} */ bytes) => void (bytes && process.stderr.write(bytes));
  await commands.clang(null, {}, { fetchProgress: () => {} }); // its 100 MB lie in node_modules
  const flags = wasmFlags(build, sources);
  const files = await commands.clang(flags, sources, { stdout: show, stderr: show });
  await writeFile(outfile, /** @type {Uint8Array} */ (files?.['kernels.wasm']));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const parameters = process.argv.slice(2);
  try {
    for (let i = 0; i < parameters.length; i += 2)
      await compileHere(/** @type {WasmBuild} */ (parameters[i]), parameters[i + 1]);
  } catch (error) {
    if (error.name !== 'Exit') console.error(error); // the compiler has said what is wrong
    process.exitCode = 1;
  }
}
