// npm run bench [-- PART ...] [--node PATH ...] [--quick] [--profile FOLDER]: the measurements, as a table and in
// bench/results/latest.json.
// Parts: kernels, variants, differentiated, reading, session, memory, tensorflow, lens, claims, editor. On a busy machine the figures mean little. See bench/README.md.
import { cpus, loadavg } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleParts, measureWith, removeBundles, versionOf } from './benchParts.mjs';
import { keepResults, table } from './benchResults.mjs';
import { build, ensureInstalled } from './startInstall.mjs';
import { runScript, StartProblem } from './startProblem.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** The editor is measured by this process; the others are bundled and run by the chosen version of Node. */
const parts = [
  'kernels',
  'variants',
  'differentiated',
  'reading',
  'session',
  'memory',
  'tensorflow',
  'lens',
  'claims',
  'editor',
];
const quietLoad = 0.2;

/** @param {string[]} words */
function chosenBy(words) {
  const chosen = {
    parts: /** @type {string[]} */ ([]),
    nodes: /** @type {string[]} */ ([]),
    isQuick: false,
    profiles: '',
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--quick') chosen.isQuick = true;
    else if (word === '--node') chosen.nodes.push(words[++at] ?? '');
    else if (word === '--profile') chosen.profiles = resolve(words[++at] ?? '');
    else if (parts.includes(word)) chosen.parts.push(word);
    else throw new StartProblem(`There is no part "${word}". The parts are ${parts.join(', ')}.`);
  }
  if (chosen.parts.length === 0) chosen.parts = parts;
  if (chosen.nodes.length === 0) chosen.nodes = [process.execPath];
  return chosen;
}

function warnWhenBusy() {
  const load = loadavg()[0] ?? 0;
  console.log(`${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores; load average ${load.toFixed(2)}`);
  if (load > quietLoad * cpus().length) console.log('The machine is busy: the figures mean little.');
}

/** @param {string} part @param {string} node @param {{ root: string, isQuick: boolean, profiles?: string }} setting */
async function measure(part, node, setting) {
  console.log(`\nMeasuring: ${part} ...`);
  const [loadAverage] = loadavg();
  const found =
    part === 'editor'
      ? { rows: await (await import(pathToFileURL(join(root, 'bench', 'editor.mjs')).href)).measure(root) }
      : await measureWith(node, part, setting);
  return { part, node: await versionOf(node), measuredAt: new Date().toISOString(), loadAverage, ...found };
}

await runScript(async () => {
  const { parts: wanted, nodes, isQuick, profiles } = chosenBy(process.argv.slice(2));
  const setting = { root, isQuick, profiles: profiles || undefined };
  for (const node of nodes) await versionOf(node);
  await ensureInstalled(root);
  await build(root);
  warnWhenBusy();
  const goals = [];
  try {
    await bundleParts(root);
    for (const node of nodes)
      for (const part of wanted) {
        const measured = await measure(part, node, setting);
        console.log(`\n${part}, Node ${measured.node}\n\n${table(measured.rows)}`);
        for (const note of measured.notes ?? []) console.log(note);
        if (measured.matrix) console.log(`\n${measured.matrix}`);
        goals.push(...measured.rows.filter(({ isMet }) => isMet !== undefined));
        if (!isQuick && !profiles) await keepResults(root, measured);
      }
  } finally {
    await removeBundles(root);
  }
  console.log(`\nGoals missed: ${goals.filter(({ isMet }) => !isMet).length} of ${goals.length}.`);
});
