import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { RunRecord } from '../../src/protocol/run';
import * as window from '../host/page.mjs';
import { coloursOn, openLab, pictureFailure, pictureOn, stepShown, type LabWindow } from './lab';

/*
 * One story, told in order: from an empty workspace to a run that was watched, left alone over a reload, paused and
 * stopped, by the palette alone until the panel stands.
 */

let lab: LabWindow;
const title = 'moby-dick, run 1';
const openPanel = (): Promise<FrameLocator> => window.webviewFrame(lab.page, title);
const until = { timeout: 120_000, interval: 250 };

const record = async (): Promise<RunRecord> =>
  JSON.parse(await readFile(join(lab.workspace, '.unroll/runs/moby-dick-1/run.json'), 'utf8')) as RunRecord;

const stepsOnDisk = async (): Promise<number> =>
  (await readFile(join(lab.workspace, '.unroll/runs/moby-dick-1/metrics.jsonl'), 'utf8')).match(/"loss"/g)?.length ?? 0;

beforeAll(async () => {
  lab = await openLab('train-and-watch');
});
afterEach((test) => pictureFailure(lab, test));
afterAll(() => lab?.close());

it('offers two samples in an empty workspace', async () => {
  await window.openView(lab.page, 'Unroll');
  const welcome = lab.page.locator('.part.sidebar .welcome-view-content');
  await welcome.getByText('Add Sample: Four Letters').first().waitFor();
  await welcome.getByText('Add Sample: Moby Dick').first().waitFor();
  await window.screenshot(lab.page, 'explorer-empty-dark');
});

it('writes the sample and opens its experiment', async () => {
  await window.runCommand(lab.page, 'Unroll: Add Sample');
  await window.pickItem(lab.page, 'Moby Dick');
  await lab.page.locator('.tabs-container .tab.active[data-resource-name="moby-dick.unroll.json"]').waitFor();
  await lab.page.locator('.codelens-decoration', { hasText: 'Train' }).first().waitFor();
  await window.screenshot(lab.page, 'experiment-dark');
  await sampleSooner();
});

/** A text every 20 steps instead of every 200; the editor takes over what stands on disk. */
async function sampleSooner(): Promise<void> {
  const path = join(lab.workspace, 'moby-dick.unroll.json');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(/"training": \{/, '$& "sampleEvery": 20,'));
  await lab.page.locator('.view-line', { hasText: '"sampleEvery"' }).first().waitFor();
}

it('draws loss, norm and reach soon after Train', async () => {
  await window.runCommand(lab.page, 'Unroll: Train');
  const panel = await openPanel();
  await panel.getByRole('heading', { name: 'moby-dick' }).waitFor({ timeout: 60_000 });
  await expect.poll(() => stepShown(panel), until).toBeGreaterThan(2);
  for (const chart of ['#lossChart', '#normChart', '#mapChart', '#curveChart'])
    await expect.poll(() => coloursOn(panel, chart), until).toBeGreaterThan(8);
  await panel.getByText('Running').first().waitFor();
  await expect.poll(() => panel.locator('.verdict').innerText(), until).toMatch(/gradient|arrives/i);
});

it('goes on while the window is reloaded, and the panel comes back with every step', async () => {
  const before = await stepShown(await openPanel());
  const { processId } = await record();
  await lab.page.reload();
  await window.waitForWorkbench(lab.page);
  const panel = await openPanel();
  await expect.poll(() => stepShown(panel), until).toBeGreaterThan(before);
  expect((await record()).processId).toBe(processId);
  expect((await record()).state).toBe('running');
  await expect.poll(() => coloursOn(panel, '#lossChart'), until).toBeGreaterThan(8);
});

it('shows a sampled text and the gradient profile', async () => {
  const panel = await openPanel();
  await expect.poll(() => stepShown(panel), until).toBeGreaterThan(40);
  await expect.poll(() => panel.locator('pre').innerText(), until).toMatch(/\w/);
  await panel.getByRole('tab', { name: 'Gradient profile' }).click();
  await expect.poll(() => panel.locator('.verdict').innerText(), until).toMatch(/local|carried/);
  await expect.poll(() => coloursOn(panel, '#mapChart'), until).toBeGreaterThan(8);
  await window.screenshot(lab.page, 'profile-dark');
  await panel.getByRole('tab', { name: 'Reach' }).click();
});

it('pauses, takes a single step, and takes a learning rate by hand', async () => {
  const panel = await openPanel();
  await panel.getByRole('button', { name: 'Pause' }).click();
  await panel.getByText('Paused').first().waitFor();
  const { step } = await record();
  expect(await stepsOnDisk()).toBe(step);
  await panel.getByRole('button', { name: 'Step once' }).click();
  await expect.poll(async () => (await record()).step, until).toBe(step + 1);
  await expect.poll(() => stepShown(panel), until).toBe(step + 1);
  const rate = panel.getByRole('textbox', { name: 'Learning rate' });
  await rate.fill('0.001');
  await rate.press('Enter');
  await panel.getByRole('button', { name: 'Step once' }).click();
  await expect
    .poll(async () => [(await record()).step, (await record()).learningRate], until)
    .toEqual([step + 2, 0.001]);
});

it('draws its charts in the colours of every theme, and fits into a narrow panel', async () => {
  const panel = await openPanel();
  await lab.page.setViewportSize({ width: 1500, height: 1000 });
  await window.runCommand(lab.page, 'View: Close Primary Side Bar');
  await window.runCommand(lab.page, 'View: Toggle Maximize Editor Group');
  const seen: string[] = [];
  for (const theme of ['dark', 'light', 'contrast', 'contrastLight'] as const) {
    await window.setTheme(lab.page, theme);
    await expect.poll(async () => seen.includes(await pictureOn(panel, '#lossChart')), until).toBe(false);
    seen.push(await pictureOn(panel, '#lossChart'));
    expect(await coloursOn(panel, '#mapChart')).toBeGreaterThan(8);
    await window.screenshot(lab.page, `training-${theme}`);
  }
  await window.setTheme(lab.page, 'light');
  await lab.page.setViewportSize({ width: 448, height: 1600 });
  await expect.poll(() => panel.locator('#app').evaluate((app) => app.scrollWidth <= app.clientWidth)).toBe(true);
  await window.screenshot(lab.page, 'training-400-light');
  await lab.page.setViewportSize({ width: 1400, height: 900 });
  await window.setTheme(lab.page, 'dark');
});

it('stops with a checkpoint, and the explorer shows the run with its checkpoints', async () => {
  const panel = await openPanel();
  await panel.getByRole('button', { name: 'Stop' }).click();
  await expect.poll(async () => (await record()).state, until).toBe('stopped');
  const { checkpoints, step } = await record();
  expect(checkpoints.map((each) => each.step)).toContain(step);
  await window.openView(lab.page, 'Unroll');
  await window.treeRow(lab.page, 'run 1').waitFor();
  await window.screenshot(lab.page, 'explorer-runs-dark');
});

it.each([
  ['that the schema sees', '"units": 128', '"units": -128'],
  ['that only a look at the text can find', '"moby-dick.txt"', '"moby.txt"'],
])('underlines a mistake %s once, where it is', async (what, right, wrong) => {
  const path = join(lab.workspace, 'moby-dick.unroll.json');
  const text = await readFile(path, 'utf8');
  await window.runCommand(lab.page, 'View: Close All Editors');
  await writeFile(path, text.replace(right, wrong));
  await window.openFile(lab.page, 'moby-dick.unroll.json');
  const marks = lab.page.locator('.squiggly-error, .squiggly-warning');
  await expect.poll(() => marks.count(), until).toBe(1);
  const { x, y } = (await marks.first().boundingBox())!;
  await lab.page.mouse.move(x + 8, y + 4);
  await lab.page.locator('.monaco-hover').filter({ visible: true }).first().waitFor();
  await window.screenshot(lab.page, `mistake-${what.replaceAll(' ', '-')}`);
  await writeFile(path, text);
});
