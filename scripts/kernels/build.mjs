import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { buildNative, findCompilers } from './native.mjs';
import { readSources, root, sha256 } from './sources.mjs';
import { compileWasm, wasmBuilds, wasmFlags } from './wasm.mjs';

/** @typedef {{ path?: string, reason?: string }} Addon the add-on, or why there is none */
/** @typedef {import('./wasm.mjs').WasmBuild} WasmBuild */

/**
 * Writes the kernels to a folder: three builds of WASM, this machine's add-on where a compiler makes it, and a manifest
 * by which the loader knows that they are whole. What has not changed is not compiled again.
 * @param {string} directory
 * @param {(line: string) => void} [log]
 */
export async function buildKernels(directory, log = console.log) {
  const { wasm, addon } = await buildParts();
  if (addon.reason) log(`There are no native kernels. ${addon.reason}`);
  await rm(directory, { recursive: true, force: true });
  await writeKernels(directory, wasm, addon);
}

/** Builds the kernels and answers a folder of them that stays as it is. */
export async function builtKernels() {
  const { wasm, addon } = await buildParts();
  return cached('kernels', [wasm, addon], (path) => writeKernels(path, wasm, addon));
}

/** @returns {Promise<{ wasm: Record<string, string>, addon: Addon }>} */
async function buildParts() {
  const [wasm, addon] = await Promise.all([buildWasm(), buildAddon()]);
  return { wasm, addon };
}

/** Paths of the builds of WASM. @returns {Promise<Record<string, string>>} */
export async function buildWasm() {
  const sources = await readSources('wasm');
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/@yowasp/clang/package.json'), 'utf8'));
  const builds = /** @type {WasmBuild[]} */ (Object.keys(wasmBuilds));
  const flags = builds.map((build) => wasmFlags(build, sources));
  const directory = await cached('wasm', [version, flags, sources], async (path) => {
    await mkdir(path);
    await compileWasm(Object.fromEntries(builds.map((build) => [build, join(path, `${build}.wasm`)])));
  });
  return Object.fromEntries(builds.map((build) => [`${build}.wasm`, join(directory, `${build}.wasm`)]));
}

/**
 * The add-on of this machine. A failure is no failure of the project: WASM computes then.
 * @returns {Promise<Addon>}
 */
async function buildAddon() {
  let reason = 'They were not built, as no C compiler (cc, clang, gcc or zig) was found.';
  for (const compiler of await findCompilers()) {
    try {
      return { path: await buildNative(compiler) };
    } catch (error) {
      const [line] = /** @type {Error} */ (error).message.split('\n');
      reason = `They could not be built with ${compiler.version}: ${line}`;
    }
  }
  return { reason };
}

/**
 * Puts kernels into a new folder.
 * @param {string} directory
 * @param {Record<string, string>} wasm
 * @param {Addon} addon
 */
export async function writeKernels(directory, wasm, addon) {
  await mkdir(directory, { recursive: true });
  const paths = { ...wasm, ...(addon.path ? { 'native.node': addon.path } : {}) };
  const files = /** @type {Record<string, string>} */ ({});
  for (const [name, path] of Object.entries(paths)) {
    files[name] = sha256(await readFile(path));
    await cp(path, join(directory, name));
  }
  const manifest = { files, ...(addon.reason ? { noNative: addon.reason } : {}) };
  await writeFile(join(directory, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
}
