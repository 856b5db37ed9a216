// npm run package [-- TARGET ...]: a VSIX for each platform with its add-on, and a universal one with WASM alone.
import { cp, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { arch, platform } from 'node:process';
import { addonProblem } from './kernels/binary.mjs';
import { buildKernels, buildWasm, writeKernels } from './kernels/build.mjs';
import { buildNative } from './kernels/native.mjs';
import { root } from './kernels/sources.mjs';
import { tryNativeKernels } from './kernels/tryKernels.mjs';
import { ensureZig, zigCompiler, zigTargets } from './kernels/zig.mjs';
import { ensureInstalled } from './startInstall.mjs';
import { runNpm, runQuietly } from './startNpm.mjs';
import { runScript, StartProblem } from './startProblem.mjs';
import { hasTensorflow, prebuiltBinding } from './tensorflow/prebuilt.mjs';

/** @typedef {keyof typeof zigTargets} Platform */

const UNIVERSAL = 'universal';
const MOST_BYTES = 5e6;
const kernels = join(root, 'dist', 'kernels');

/** Runs one of the project's programs; what it said is shown only where it fails. @param {string[]} parameters */
async function node(...parameters) {
  const { status, output } = await runQuietly(process.execPath, parameters, root);
  if (status !== 0) throw new StartProblem(`${parameters.join(' ')} failed:\n${output}`);
}

/** The add-on of a platform, checked. @param {Platform} target */
async function addonFor(target) {
  const [system = '', processor = ''] = target.split('-');
  const path = await buildNative(zigCompiler(await ensureZig(), target), { system, processor });
  const problem = addonProblem(await readFile(path), target);
  if (problem) throw new StartProblem(`The add-on for ${target} is wrong. ${problem}`);
  return { path };
}

/** Puts the kernels of a target into dist/. @param {string} target @param {Record<string, string>} wasm */
async function placeKernels(target, wasm) {
  const none = { reason: 'This is the universal package, which has none.' };
  const addon = target === UNIVERSAL ? none : await addonFor(/** @type {Platform} */ (target));
  await rm(kernels, { recursive: true, force: true });
  await writeKernels(kernels, wasm, addon);
  const problem = target === `${platform}-${arch}` ? await tryNativeKernels(kernels) : undefined;
  if (problem) throw new StartProblem(`The add-on for ${target} does not work on this machine. ${problem}`);
}

/** Puts the binding of TensorFlow for a target into dist/; elsewhere it is compiled by the person. @param {string} target */
async function placeTensorflow(target) {
  const prebuilt = join(root, 'dist', 'tensorflow', 'prebuilt');
  await rm(prebuilt, { recursive: true, force: true });
  if (hasTensorflow(target)) await cp(await prebuiltBinding(target), prebuilt, { recursive: true });
}

/** @param {string} target @param {string} version */
async function packageFor(target, version) {
  const file = `unroll-lab-${version}-${target}.vsix`;
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository', '--out', file];
  if (target !== UNIVERSAL) options.push('--target', target);
  await node(join(root, 'node_modules/@vscode/vsce/vsce'), 'package', ...options);
  const { size } = await stat(join(root, file));
  if (size > MOST_BYTES) throw new StartProblem(`${file} has ${size} bytes, more than ${MOST_BYTES}.`);
  console.log(`${file}: ${(size / 1e6).toFixed(2)} MB`);
}

/** @param {string[]} words */
function chosenTargets(words) {
  const all = [...Object.keys(zigTargets), UNIVERSAL];
  const unknown = words.find((word) => !all.includes(word));
  if (unknown) throw new StartProblem(`There is no package for "${unknown}". There are ${all.join(', ')}.`);
  return words.length > 0 ? words : all;
}

await runScript(async () => {
  const targets = chosenTargets(process.argv.slice(2));
  await ensureInstalled(root);
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await node('esbuild.mjs', '--production');
  await runNpm(['run', '--silent', 'l10n'], root, 'collect the words to translate');
  const wasm = await buildWasm();
  try {
    for (const target of targets) {
      await placeKernels(target, wasm);
      await placeTensorflow(target);
      await packageFor(target, version);
    }
  } finally {
    await buildKernels(kernels);
    await placeTensorflow(UNIVERSAL);
  }
});
