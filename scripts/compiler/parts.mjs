// The compiler of a person's own cell: esbuild as WebAssembly, compressed, and the program that runs it.
import { build } from 'esbuild';
import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { cached } from '../kernels/cache.mjs';
import { root } from '../kernels/sources.mjs';

const ours = join(root, 'src', 'engine', 'cells', 'own', 'compiler');
const wasmPackage = join(root, 'node_modules', 'esbuild-wasm');

/** @param {string} directory @param {boolean} isSmallest */
async function makeParts(directory, isSmallest) {
  await mkdir(directory, { recursive: true });
  const program = await readFile(join(wasmPackage, 'esbuild.wasm'));
  const compressed = await promisify(brotliCompress)(program, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: isSmallest ? 11 : 4, // half a minute, or half a second
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: program.length,
    },
  });
  await writeFile(join(directory, 'esbuild.wasm.br'), compressed);
  await build({
    entryPoints: [join(ours, 'main.ts')],
    outfile: join(directory, 'main.cjs'),
    bundle: true,
    minify: isSmallest,
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  await copyFile(join(wasmPackage, 'wasm_exec.js'), join(directory, 'wasm_exec.js'));
  await copyFile(join(wasmPackage, 'LICENSE.md'), join(directory, 'LICENSE.md'));
}

/** Answers a folder of the compiler that stays as it is. @param {boolean} isSmallest whether it is made for a package */
export async function builtCompiler(isSmallest = false) {
  const { version } = JSON.parse(await readFile(join(wasmPackage, 'package.json'), 'utf8'));
  const paths = [
    new URL(import.meta.url),
    ...['main.ts', 'runEsbuild.ts', 'virtualFiles.ts'].map((name) => join(ours, name)),
  ];
  const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
  return cached('compiler', [version, isSmallest, texts], (directory) => makeParts(directory, isSmallest));
}

/** Puts the compiler into a new folder. @param {string} directory @param {boolean} isSmallest */
export const buildCompiler = async (directory, isSmallest) =>
  cp(await builtCompiler(isSmallest), directory, { recursive: true });
