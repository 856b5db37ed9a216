// The binding of TensorFlow for a platform, made here by zig: for people without a C++ compiler.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../kernels/cache.mjs';
import { addonProblem } from '../kernels/binary.mjs';
import { ensureZig, zigTargets } from '../kernels/zig.mjs';
import { runQuietly } from '../startNpm.mjs';
import { StartProblem } from '../startProblem.mjs';
import { builtTensorflowParts } from './parts.mjs';

/** The platforms that TensorFlow is made for, with the libraries that its binding names. */
const libraries = {
  'linux-x64': ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  'linux-arm64': ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  'darwin-arm64': ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
};

/** @typedef {keyof typeof libraries} Platform */

/** @param {string} target @returns {target is Platform} */
export const hasTensorflow = (target) => target in libraries;

/**
 * A folder with the add-ons of a platform and its name in the file "platform".
 * @param {Platform} target
 */
export async function prebuiltBinding(target) {
  const parts = await builtTensorflowParts(); // its name changes with the source
  const script = await readFile(new URL(import.meta.url), 'utf8');
  return cached(`${target}.tensorflow`, [parts, script], (path) => build(target, join(parts, 'source'), path));
}

/** @param {Platform} target @param {string} source @param {string} to */
async function build(target, source, to) {
  const zig = await ensureZig();
  const run = async (/** @type {string[]} */ parameters) => {
    const { status, output } = await runQuietly(zig, ['c++', '-target', zigTargets[target], ...parameters], to);
    if (status !== 0) throw new StartProblem(`The binding for ${target} could not be built:\n${output}`);
  };
  await mkdir(join(to, 'stubs'), { recursive: true });
  const stubs = await Promise.all(libraries[target].map((name) => buildStub(name, to, run)));
  const files = {
    'tfjs_binding.node': ['tfjs_backend.cc', 'tfjs_binding.cc'],
    'standardError.node': ['standardError.cc'],
  };
  for (const [name, sources] of Object.entries(files)) {
    const linked = name === 'tfjs_binding.node' ? stubs : [];
    const paths = sources.map((each) => join(source, each));
    await run([...compileFlags(target, source), ...paths, ...linked, '-s', '-o', name]);
    const problem = addonProblem(await readFile(join(to, name)), target);
    if (problem) throw new StartProblem(`${name} for ${target} is wrong. ${problem}`);
  }
  await rm(join(to, 'stubs'), { recursive: true });
  await writeFile(join(to, 'platform'), `${target}\n`);
}

/**
 * An empty library of that name: the add-on is linked to it and finds the real one, with the symbols, when it is loaded.
 * @param {string} name @param {string} to @param {(parameters: string[]) => Promise<void>} run
 */
async function buildStub(name, to, run) {
  const source = join(to, 'stubs', 'nothing.c');
  await writeFile(source, '');
  const named = name.endsWith('.dylib') ? `-Wl,-install_name,@rpath/${name}` : `-Wl,-soname,${name}`;
  await run(['-x', 'c', '-shared', '-fPIC', source, named, '-o', join('stubs', name)]);
  return join('stubs', name);
}

/** @param {Platform} target @param {string} source */
function compileFlags(target, source) {
  const common = ['-std=c++17', '-O2', '-shared', '-fPIC', '-fvisibility=hidden', '-DNAPI_VERSION=8', `-I${source}`];
  return target.startsWith('darwin')
    ? [...common, '-Wl,-undefined,dynamic_lookup', '-Wl,-rpath,@loader_path']
    : [...common, '-Wl,-rpath,$ORIGIN', '-Wl,--no-as-needed', '-Wl,-z,lazy'];
}
