// The parts of the bench that any version of Node can run: bundled beside the engine's files, each in its own process.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleProcesses, processBundle, removeProcesses } from './bundleProcesses.mjs';
import { StartProblem } from './startProblem.mjs';

/** Parts, and the processes that they measure. */
const sources = [
  ...['kernels', 'variants', 'differentiated', 'reading', 'session', 'memory', 'tensorflow', 'lens', 'claims'],
  ...['peers/unroll', 'peers/tfjsLayers'],
];

/** @param {string} source */
const nameOf = (source) => `bench-${source.split('/').at(-1)}`;

/** @param {string} root */
export const bundleParts = (root) =>
  bundleProcesses(root, Object.fromEntries(sources.map((source) => [nameOf(source), `bench/${source}.ts`])), 'bench');

/** @param {string} root */
export const removeBundles = (root) => removeProcesses(root, sources.map(nameOf));

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
    const parameters = [
      '--expose-gc',
      script,
      processBundle(setting.root, `bench-${part}`),
      result,
      JSON.stringify(setting),
    ];
    const [code] = await once(spawn(node, parameters, { stdio: 'inherit' }), 'exit');
    if (code !== 0) throw new StartProblem(`The part "${part}" has failed.`);
    return JSON.parse(await readFile(result, 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
