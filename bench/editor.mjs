// What the extension costs in a real VS Code: activation, the host while training, and a long run in the panel.
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runInHost } from '../test/host/hostTests.mjs';
import * as window from '../test/host/page.mjs';
import { inLabWindow } from './labWindow.mjs';
import { measureScrolling } from './panelScroll.mjs';

/** @typedef {{ what: string, figure: string, goal: string, isMet?: boolean, value: number }} Row */

const steps = 100_000;
const recordEvery = 20;
/** Milliseconds, at most. */
const goals = {
  'activation, ms': 100,
  'longest turn of the host while training, processor ms': 50,
  'edit handler in a coloured 1 MB text, ms': 8,
};
const openingGoal = 1000;

/** @param {string} what @param {number} value @param {number} [most] @param {number} [decimals] @returns {Row} */
function rowOf(what, value, most, decimals = 0) {
  const row = { what, figure: `${value.toFixed(decimals)} ms`, value };
  return most === undefined
    ? { ...row, goal: '' }
    : { ...row, goal: `at most ${most.toLocaleString('en')} ms`, isMet: value <= most };
}

/** @param {string} root @returns {Promise<Row[]>} */
export async function measure(root) {
  const home = join(root, '.test', 'bench');
  await rm(home, { recursive: true, force: true });
  return [
    ...(await measureInHost(root, join(home, 'host'))),
    ...(await measurePanel(root, join(home, 'panel'))),
    ...scrollRows(await measureScrolling(root, join(home, 'scroll'))),
  ];
}

/** @param {{ near: number[], far: number[] }} work */
function scrollRows(work) {
  return Object.entries({ 'single characters': work.near, 'the text far out': work.far }).flatMap(([what, frames]) => {
    const sorted = [...frames].sort((a, b) => a - b);
    const at = (/** @type {number} */ share) => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
    const title = `gates panel, scrolling ${what}: work a frame`;
    return [rowOf(`${title}, median`, at(0.5), 8, 1), rowOf(`${title}, p95`, at(0.95), 16, 1)];
  });
}

/** What the in-host suite measures on its way. @param {string} root @param {string} home @returns {Promise<Row[]>} */
async function measureInHost(root, home) {
  const workspace = join(home, 'workspace');
  await mkdir(workspace, { recursive: true });
  await promisify(execFile)(process.execPath, ['esbuild.mjs', '--production', '--tests'], { cwd: root });
  await runInHost({
    which: 'newest',
    extensionDirectory: root,
    testsPath: join(root, 'dist/test/suite.cjs'),
    workspace,
    home,
  });
  const { measured } = JSON.parse(await readFile(join(home, 'results.json'), 'utf8'));
  return Object.entries(measured).map(([what, value]) => rowOf(what.replace(/,? ms$/, ''), value, goals[what]));
}

/** Time from the command to the drawn panel of a run of 100,000 steps. @param {string} root @param {string} home @returns {Promise<Row[]>} */
async function measurePanel(root, home) {
  const workspace = join(home, 'workspace');
  await writeLongRun(root, workspace);
  return inLabWindow({ root, home, workspace }, async (page) => {
    const times = [];
    for (let round = 0; round < 6; round++) times.push(await openingMs(page));
    const value = times.slice(1).sort((a, b) => a - b)[2] ?? NaN;
    return [rowOf(`a run of ${steps} steps opens in the panel`, value, openingGoal)];
  });
}

/** @param {import('playwright-core').Page} page */
async function openingMs(page) {
  await window.treeRow(page, 'run 1').click();
  await window.treeRow(page, 'run 1').hover();
  const open = page.locator('.part.sidebar .action-label[aria-label^="Open Training Panel"]').first();
  await open.waitFor();
  const startedAt = performance.now();
  await open.click();
  const panel = await window.webviewFrame(page, 'long, run 1');
  await panel.locator('#lossChart').evaluate(
    (canvas) =>
      new Promise((resolve) => {
        const isDrawn = () =>
          canvas.width > 0 &&
          canvas
            .getContext('2d')
            .getImageData(0, 0, canvas.width, canvas.height)
            .data.some((value) => value > 0);
        const look = () => (isDrawn() ? resolve(undefined) : requestAnimationFrame(look));
        look();
      }),
  );
  const ms = performance.now() - startedAt;
  await window.runCommand(page, 'View: Close All Editors');
  return ms;
}

/** A run folder as a training of many steps leaves it. @param {string} root @param {string} workspace */
async function writeLongRun(root, workspace) {
  await mkdir(workspace, { recursive: true });
  await writeFile(join(workspace, 'text.txt'), 'CCECFCTEEFETFFTT'.repeat(2000));
  const experiment = {
    data: { path: 'text.txt' },
    model: { layers: [{ cell: 'lstm', units: 8 }] },
    training: { batch: 4 },
  };
  await writeFile(join(workspace, 'long.unroll.json'), JSON.stringify(experiment));
  await promisify(execFile)(
    process.execPath,
    [join(root, 'dist/cli.cjs'), 'train', 'long.unroll.json', '--steps', '1'],
    { cwd: workspace },
  );
  const run = join(workspace, '.unroll/runs/long-1');
  const record = JSON.parse(await readFile(join(run, 'run.json'), 'utf8'));
  await writeFile(join(run, 'run.json'), JSON.stringify({ ...record, step: steps, totalSteps: steps }));
  const line = (step) => {
    const noise = (step * 0.618) % 1;
    return JSON.stringify({
      step,
      epoch: 1 + Math.floor(step / 2000),
      loss: 1.5 + 3 / Math.sqrt(step) + 0.1 * noise,
      gradientNorm: 0.3 + 0.1 * noise,
      clippedNorm: 0.3 + 0.1 * noise,
      learningRate: 0.002,
      stepMs: 5 + noise,
    });
  };
  await writeFile(join(run, 'metrics.jsonl'), Array.from({ length: steps }, (_, i) => `${line(i + 1)}\n`).join(''));
  for (const layout of Object.values(record.layouts)) await writeFile(join(run, layout.file), recordsOf(layout));
}

/** @param {{ width: number }} layout */
function recordsOf({ width }) {
  const values = new Float32Array((steps / recordEvery) * width);
  values.forEach((_, i) => {
    const record = Math.floor(i / width);
    values[i] = i % width === 0 ? (record + 1) * recordEvery : 0.9 ** ((i % width) * (1 + (record % 7) / 10));
  });
  return values;
}
