// npm run bench [-- PART ...]: the measurements, as a table and as bench/results/latest.json.
// Parts: steps, session, memory, editor. On a busy machine the figures mean little.
import { build as bundle } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, ensureInstalled } from './startInstall.mjs';
import { runScript, StartProblem } from './startProblem.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const parts = ['steps', 'session', 'memory', 'editor'];

/** A part is bundled beside the engine's WASM files, which it loads from its own folder. @param {string} part */
async function measure(part) {
  const script = join(root, 'bench', `${part}.mjs`);
  if (existsSync(script)) return (await import(pathToFileURL(script).href)).measure(root);
  const outfile = join(root, 'dist', `bench-${part}.cjs`);
  await bundle({
    entryPoints: [join(root, 'bench', `${part}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['@tensorflow/tfjs-node'],
    define: { __UNROLL_VERSION__: '"bench"' },
    logLevel: 'warning',
  });
  const { measure: run } = await import(outfile).then((module) => module.default ?? module);
  return run(root).finally(() => rm(outfile));
}

/** @param {{ what: string, figure: string, goal: string }[]} rows */
function table(rows) {
  const lines = [['what', 'figure', 'goal'], ...rows.map(({ what, figure, goal }) => [what, figure, goal])];
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

await runScript(async () => {
  const chosen = process.argv.slice(2);
  const unknown = chosen.find((part) => !parts.includes(part));
  if (unknown) throw new StartProblem(`There is no part "${unknown}". The parts are ${parts.join(', ')}.`);
  await ensureInstalled(root);
  await build(root);
  const rows = [];
  for (const part of chosen.length > 0 ? chosen : parts) {
    console.log(`Measuring: ${part} ...`);
    rows.push(...(await measure(part)));
  }
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`;
  console.log(`\n${machine}\n\n${table(rows)}`);
  await mkdir(join(root, 'bench', 'results'), { recursive: true });
  const results = { machine, measuredAt: new Date().toISOString(), rows };
  await writeFile(join(root, 'bench', 'results', 'latest.json'), `${JSON.stringify(results, undefined, 2)}\n`);
});
