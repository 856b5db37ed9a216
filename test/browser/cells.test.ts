import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FrameLocator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as window from '../host/page.mjs';
import { coloursOn, openLab, pictureFailure, root, writeSea, type LabWindow } from './lab';

/* What the panels and the hover show of the cells beside LSTM, GRU and Elman. */

let lab: LabWindow;
const until = { timeout: 120_000, interval: 250 };
const run = promisify(execFile);

/** Each with what the gates panel has to offer of its last layer. */
const networks = {
  deep: {
    layers: [
      { cell: 'gru', units: 24 },
      { cell: 'deep', units: 24, hiddenToHidden: [{ units: 16 }, { units: 12, activation: 'relu' }] },
    ],
    training: { regulariser: { coefficient: 0.1 } },
    tabs: ['hh1', 'hh2', 'h', 'dL/dh'],
  },
  jordan: { layers: [{ cell: 'jordan', units: 24 }], training: {}, tabs: ['h', 'dL/dh'] },
  window: { layers: [{ cell: 'feed-forward', units: 24, context: 4 }], training: {}, tabs: ['h', 'dL/dh'] },
};

async function train(name: string, { layers, training }: { layers: object[]; training: object }): Promise<void> {
  const experiment = {
    data: { path: 'sea.txt' },
    model: { input: { embedding: 16 }, layers },
    training: {
      batch: 16,
      window: 32,
      steps: 40,
      profileEvery: 5,
      reachEvery: 5,
      validateEvery: 20,
      seed: 1,
      ...training,
    },
  };
  const file = join(lab.workspace, `${name}.unroll.json`);
  await writeFile(file, JSON.stringify(experiment, undefined, 2));
  await run(process.execPath, [join(root, 'dist/cli.cjs'), 'train', file], { cwd: lab.workspace });
}

beforeAll(async () => {
  lab = await openLab('cells');
  await writeSea(lab, 12_000);
  for (const [name, network] of Object.entries(networks)) await train(name, network);
}, 300_000);
afterEach((test) => pictureFailure(lab, test));
afterAll(() => lab?.close());

async function chooseLast(panel: FrameLocator, layers: number): Promise<void> {
  await panel.locator('vscode-single-select.layer').click();
  await panel
    .locator('vscode-single-select.layer li')
    .nth(layers - 1)
    .click();
}

const frame = (title: string): Promise<FrameLocator> => window.webviewFrame(lab.page, title);

describe.each(Object.entries(networks))('a run of the network %s', (name, { layers, training, tabs }) => {
  it('has its pictures in the training panel', async () => {
    await window.runCommand(lab.page, 'View: Close All Editors');
    await window.runCommand(lab.page, 'Unroll: Open Training Panel');
    await window.pickItem(lab.page, `${name}, run 1`);
    const panel = await frame(`${name}, run 1`);
    await expect.poll(() => coloursOn(panel, 'canvas >> nth=0'), until).toBeGreaterThan(3);
    await window.screenshot(lab.page, `cells-${name}-training-dark`);
    if (!('regulariser' in training)) return;
    await panel.locator('h2', { hasText: 'Regulariser' }).scrollIntoViewIfNeeded();
    await window.screenshot(lab.page, `cells-${name}-regulariser-dark`);
  });

  it('shows what is inside it in the gates panel', async () => {
    await window.runCommand(lab.page, 'View: Close All Editors');
    await window.runCommand(lab.page, 'Unroll: Look Through This Run');
    await window.pickItem(lab.page, `${name}, run 1`);
    await window.pickItem(lab.page, 'newest');
    await window.statusBarItem(lab.page, `${name}-1, step`).waitFor();
    await window.runCommand(lab.page, 'Unroll: Open Gates Panel');
    const panel = await frame('Gates');
    if (layers.length > 1) await chooseLast(panel, layers.length);
    await expect.poll(() => panel.getByRole('tab').allInnerTexts(), until).toEqual(tabs);
    await expect.poll(() => panel.locator('.sentence').innerText(), until).toMatch(/on average over the text/);
    await panel.locator('#figure').click({ position: { x: 200, y: 120 } });
    await panel.getByRole('heading', { name: /^Unit \d+ here/ }).waitFor();
    await window.screenshot(lab.page, `cells-${name}-gates-dark`);
    await window.setTheme(lab.page, 'light');
    await window.screenshot(lab.page, `cells-${name}-gates-light`);
    await window.setTheme(lab.page, 'dark');
  });
});
