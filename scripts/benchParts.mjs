// The parts of the bench that any version of Node can run: bundled beside the engine's files, each in its own process.
import { build as bundle } from 'esbuild';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StartProblem } from './startProblem.mjs';

/** Parts, and the processes that they measure. */
const sources = [
  ...['kernels', 'variants', 'differentiated', 'reading', 'session', 'memory', 'tensorflow', 'lens', 'claims'],
  ...['peers/unroll', 'peers/tfjsLayers'],
];

/** @param {string} root @param {string} name */
const bundleOf = (root, name) => join(root, 'dist', `bench-${name}.cjs`);

/** @param {string} source */
const nameOf = (source) => source.split('/').at(-1) ?? source;

/** The engine loads its files from the folder of its bundle. @param {string} root */
export async function bundleParts(root) {
  await bundle({
    entryPoints: Object.fromEntries(
      sources.map((source) => [`bench-${nameOf(source)}`, join(root, 'bench', `${source}.ts`)]),
    ),
    outdir: join(root, 'dist'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    define: { __UNROLL_VERSION__: '"bench"' },
    logLevel: 'warning',
  });
}

/** @param {string} root */
export async function removeBundles(root) {
  for (const source of sources) await rm(bundleOf(root, nameOf(source)), { force: true });
}

/** @param {string} node @returns {Promise<string>} such as "20.20.2" */
export async function versionOf(node) {
  try {
    return (await promisify(execFile)(node, ['-p', 'process.versions.node'])).stdout.trim();
  } catch {
    throw new StartProblem(`"${node}" is not a Node that runs. Give the path of one after --node.`);
  }
}

/**
 * Runs a part in a process of its own.
 * @param {string} node @param {string} part @param {{ root: string, isQuick: boolean, profiles?: string }} setting
 */
export async function measureWith(node, part, setting) {
  const folder = await mkdtemp(join(tmpdir(), 'unroll-bench-'));
  try {
    const result = join(folder, 'result.json');
    const script = join(setting.root, 'scripts', 'benchPart.mjs');
    const parameters = ['--expose-gc', script, bundleOf(setting.root, part), result, JSON.stringify(setting)];
    const [code] = await once(spawn(node, parameters, { stdio: 'inherit' }), 'exit');
    if (code !== 0) throw new StartProblem(`The part "${part}" has failed.`);
    return JSON.parse(await readFile(result, 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
