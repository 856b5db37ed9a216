// The bench's table, and the file that keeps the last figures of every part and version of Node side by side.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

/** @typedef {{ what: string, figure: string, goal: string, isMet?: boolean, value: number }} Row */
/**
 * @typedef {{ part: string, node: string, measuredAt: string, loadAverage?: number, rows: Row[], notes?: string[],
 *   matrix?: string, machine?: object }} Measured
 */

/** @param {Row[]} rows */
export function table(rows) {
  const marked = rows.map(({ what, figure, goal, isMet }) => [
    what,
    figure,
    isMet === false ? `${goal}  MISSED` : goal,
  ]);
  const lines = [['what', 'figure', 'goal'], ...marked];
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const lineOf = (/** @type {string[]} */ line) =>
    line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return lines.map((line) => lineOf(line).trimEnd()).join('\n');
}

const thisMachine = () => ({
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryBytes: totalmem(),
  system: `${platform()} ${arch()}`,
});

/**
 * Puts the figures of a part in the place of its last ones by the same major version of Node, those with forced
 * instructions beside them; those of another machine are dropped.
 * @param {string} root @param {Measured} measured
 */
export async function keepResults(root, { part, node, machine, matrix, ...measured }) {
  const folder = join(root, 'bench', 'results');
  const path = join(folder, 'latest.json');
  const here = thisMachine();
  const before = await readFile(path, 'utf8').then(JSON.parse, () => ({}));
  const isSame = before.node && Object.entries(here).every(([name, value]) => before.machine?.[name] === value);
  const kept = isSame ? before : { machine: here, node: {} };
  const forced = process.env['UNROLL_KERNELS_INSTRUCTIONS'];
  const key = [node.split('.')[0], ...(forced ? [forced] : [])].join(', ');
  if (!forced) kept.machine = { ...kept.machine, ...machine };
  kept.node[key] = { ...kept.node[key], [part]: { node, ...measured, matrix: matrix?.split('\n') } };
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${JSON.stringify(kept, undefined, 2)}\n`);
}

/**
 * Keeps what came of a part of the torture: the machine, the day, the seed and the figures.
 * @param {string} root
 * @param {{ part: string, title: string, seed: number, count: number, rows: Row[], wrong: string[] }} result
 */
export async function keepTorture(root, { part, ...result }) {
  const path = join(root, 'bench', 'results', 'torture.json');
  const kept = await readFile(path, 'utf8').then(JSON.parse, () => ({}));
  const measuredAt = new Date().toISOString();
  const parts = {
    ...kept.parts,
    [part]: { measuredAt, machine: thisMachine(), node: process.versions.node, ...result },
  };
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify({ parts }, undefined, 2)}\n`);
}
