import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { RunRecord } from '../../src/protocol/run';
import * as window from '../host/page.mjs';
import { openLab, pictureFailure, type LabWindow } from './lab';

/*
 * One story, told in order: an experiment, a text and a cell whose names and symbols are markup, icons, links that run
 * commands, and marks that turn the direction of writing. Everywhere they are shown as the text that they are.
 */

let lab: LabWindow;
const until = { timeout: 120_000, interval: 250 };

/** What a file name can have of them: everything but a slash. */
const name = '<img src=x onerror=ran()> $(zap) [x](command:ran) &amp; \u202Eevil';
const symbols =
  '<b onclick="ran()">&lt;</b> $(flame) [x](command:ran) `*_ \u202Eback \u001B[31mred\u0007 **bold** | é\u0301 🐋\n';
const experiment = {
  data: { path: `${name}.txt` },
  model: { input: { embedding: 8 }, layers: [{ cell: 'lstm', units: 16 }] },
  training: { batch: 4, window: 16, epochs: 100, steps: 60, seed: 1, sampleEvery: 20 },
};

const record = async (): Promise<RunRecord | undefined> =>
  JSON.parse(
    await readFile(join(lab.workspace, '.unroll/runs', `${name}-1`, 'run.json'), 'utf8').catch(() => 'null'),
  ) as RunRecord;

const editor = (): Locator => lab.page.locator('.editor-instance .monaco-editor').filter({ visible: true }).first();

/** What of the hostile words has become more than text, in the window and in every panel that is open. */
async function harm(): Promise<string[]> {
  const found: string[] = [];
  for (const frame of lab.page.frames()) {
    const inFrame = await frame
      .evaluate(() =>
        [
          'img[src="x"]',
          '[onclick]',
          '[onerror]',
          '.codicon-zap',
          '.codicon-flame',
          'a[href*="command:ran"]',
          '[data-href*="command:ran"]',
        ]
          .flatMap((selector) => [...document.querySelectorAll(selector)])
          .map((element) => element.outerHTML.slice(0, 200)),
      )
      .catch(() => []); // a frame that has just gone
    found.push(...inFrame);
  }
  return found;
}

beforeAll(async () => {
  lab = await openLab('hostile');
  await writeFile(join(lab.workspace, `${name}.txt`), symbols.repeat(60) + 'x'.repeat(1_000_000));
  await writeFile(join(lab.workspace, `${name}.unroll.json`), JSON.stringify(experiment, undefined, 2));
});
afterEach((test) => pictureFailure(lab, test));
afterAll(() => lab?.close());

it('lists and trains an experiment whose name is markup', async () => {
  await window.openView(lab.page, 'Unroll');
  await lab.page.locator('.part.sidebar .monaco-list-row', { hasText: 'img src=x' }).first().waitFor();
  await window.runCommand(lab.page, 'Unroll: Train');
  await expect.poll(async () => (await record())?.state, until).toBe('finished');
  await expect.poll(() => lab.page.frames().length, until).toBeGreaterThan(1);
  await window.screenshot(lab.page, 'hostile-training-dark');
  expect(await harm()).toEqual([]);
});

it('tells of it in tooltips, lists and the status bar', async () => {
  const row = lab.page.locator('.part.sidebar .monaco-list-row', { hasText: 'run 1' }).first();
  await window.hoverOver(lab.page, row.locator('.label-name'));
  expect(await harm()).toEqual([]);
  await window.runCommand(lab.page, 'Unroll: New Experiment');
  await lab.page.locator('.quick-input-list .monaco-list-row', { hasText: '$(zap)' }).first().waitFor();
  expect(await harm()).toEqual([]);
  await lab.page.keyboard.press('Escape');
});

it('looks through it: colours, hover and gates panel', async () => {
  await window.runCommand(lab.page, 'View: Close All Editors');
  await window.runCommand(lab.page, 'Unroll: Look Through This Run');
  await window.pickItem(lab.page, 'newest');
  await editor().locator('.view-line').first().waitFor();
  const hover = await window.hoverOver(lab.page, editor().locator('.view-line span span').first());
  await expect.poll(() => hover.locator('img').count(), until).toBe(6);
  expect(await harm()).toEqual([]);
  await window.screenshot(lab.page, 'hostile-hover-dark');
  await lab.page.keyboard.press('Escape');
  await window.statusBarItem(lab.page, '<img src=x').hover();
  await lab.page.locator('.monaco-hover', { hasText: 'It looks at' }).waitFor();
  await window.screenshot(lab.page, 'hostile-lens-tooltip-dark');
  expect(await harm()).toEqual([]);
  await window.runCommand(lab.page, 'Unroll: Open Gates Panel');
  const panel = await window.webviewFrame(lab.page, 'Gates');
  await panel.getByRole('tab', { name: 'forget' }).waitFor();
  await window.screenshot(lab.page, 'hostile-gates-dark');
  expect(await harm()).toEqual([]);
});

it('says in a notification what is wrong with it, without a link', async () => {
  await writeFile(join(lab.workspace, `${name}.unroll.json`), JSON.stringify({ ...experiment, '[x](command:ran)': 1 }));
  await window.runCommand(lab.page, 'Unroll: Train');
  await window.toasts(lab.page).first().waitFor();
  await window.screenshot(lab.page, 'hostile-notification-dark');
  expect(await harm()).toEqual([]);
});
