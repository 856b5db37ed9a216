import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { RunRecord } from '../../src/protocol/run';
import * as window from '../host/page.mjs';
import { coloursOn, openLab, pictureFailure, writeSea, type LabWindow } from './lab';

/*
 * One story, told in order: an experiment with a cell of one's own is made by the guide, the cell is checked, broken and
 * mended, trained, and looked through by the gate that its file names.
 */

let lab: LabWindow;
const until = { timeout: 120_000, interval: 250 };
const inWorkspace = (name: string): string => join(lab.workspace, name);
const editor = (): Locator => lab.page.locator('.editor-instance .monaco-editor').filter({ visible: true }).first();
const toast = (text: RegExp): Locator => window.toasts(lab.page).filter({ hasText: text });

const record = async (): Promise<RunRecord | undefined> =>
  JSON.parse(await readFile(inWorkspace('.unroll/runs/sea-1/run.json'), 'utf8').catch(() => 'null')) as RunRecord;

/** Closes the notifications, so that none stands in a picture or over a button. */
const dismissToasts = (): Promise<void> => window.runCommand(lab.page, 'Notifications: Clear All Notifications');

beforeAll(async () => {
  lab = await openLab('own-cell');
  await writeSea(lab, 30_000);
});
afterEach((test) => pictureFailure(lab, test));
afterAll(async () => {
  const left = await record(); // a session outlives its window
  if (left?.state === 'running') process.kill(left.processId);
  await lab?.close();
});

it('guides to a cell of one’s own, new or from the workspace, with the way back', async () => {
  await window.openView(lab.page, 'Unroll');
  await window.runCommand(lab.page, 'Unroll: New Experiment');
  await window.pickItem(lab.page, 'sea.txt');
  await lab.page.getByText('One time step that you write in TypeScript').waitFor();
  await window.screenshot(lab.page, 'own-new-experiment-dark');
  await window.pickItem(lab.page, 'Your own cell');
  await lab.page.getByPlaceholder('Which file has your cell?').waitFor();
  await window.screenshot(lab.page, 'own-which-file-dark');
  await lab.page.locator('.quick-input-left-action-bar .action-label').click();
  await lab.page.getByText('One time step that you write in TypeScript').waitFor();
  await window.pickItem(lab.page, 'Your own cell');
  await window.pickItem(lab.page, 'New Cell: my-cell.ts');
  await window.pickItem(lab.page, '32');
  await window.pickItem(lab.page, '1');
  await lab.page.getByText('Name of the experiment').waitFor();
  await window.typeInInput(lab.page, 'sea');
});

it('previews what the new cell names before anything is written', async () => {
  const panel = await window.webviewFrame(lab.page, 'New Experiment');
  await panel.getByText('not written yet').waitFor();
  await expect.poll(() => panel.locator('.own').innerText(), until).toMatch(/W, U, b[^]*forget[^]*candidate/);
  expect([inWorkspace('my-cell.ts'), inWorkspace('sea.unroll.json')].filter(existsSync)).toEqual([]);
  await expect.poll(() => panel.locator('.figures .value').nth(2).innerText(), until).toMatch(/^[\d.]+ m?s$/);
  await window.screenshot(lab.page, 'own-preview-draft-dark');
  await panel.getByRole('button', { name: 'Create', exact: true }).click();
  await lab.page.locator('.tabs-container .tab.active[data-resource-name="sea.unroll.json"]').waitFor();
  expect(await readFile(inWorkspace('sea.unroll.json'), 'utf8')).toContain(
    '"cell": "own", "units": 32, "file": "my-cell.ts"',
  );
  expect(existsSync(inWorkspace('unroll-cell.d.ts'))).toBe(true);
});

it('opens the cell from the preview, dark and light, wide and narrow', async () => {
  await lab.page.locator('.codelens-decoration a', { hasText: 'Preview' }).first().click();
  const panel = await window.webviewFrame(lab.page, 'Preview: sea');
  await panel.locator('.own').waitFor();
  await window.runCommand(lab.page, 'View: Toggle Primary Side Bar Visibility');
  await expect.poll(() => panel.locator('.figures .value').nth(2).innerText(), until).toMatch(/^[\d.]+ m?s$/);
  await panel.locator('details.cell').scrollIntoViewIfNeeded();
  await window.screenshot(lab.page, 'own-preview-dark');
  await window.setTheme(lab.page, 'light');
  await window.screenshot(lab.page, 'own-preview-light');
  await narrowed(panel, 'own-preview-narrow-light');
  await window.setTheme(lab.page, 'dark');
  await panel.getByRole('button', { name: 'my-cell.ts' }).click();
  await lab.page.locator('.tabs-container .tab.active[data-resource-name="my-cell.ts"]').waitFor();
  await window.screenshot(lab.page, 'own-cell-file-dark');
});

/** A picture of the window with the panel narrow; nothing of it lies outside. */
async function narrowed(panel: FrameLocator, name: string): Promise<void> {
  const { width, height } = lab.page.viewportSize()!;
  await lab.page.setViewportSize({ width: 860, height });
  await expect.poll(() => panel.locator('body').evaluate((body) => body.clientWidth), until).toBeLessThan(480);
  await window.screenshot(lab.page, name);
  const outside = await panel.locator('html').evaluate((html) => html.scrollWidth - html.clientWidth);
  expect(outside).toBeLessThanOrEqual(0);
  await lab.page.setViewportSize({ width, height });
}

it('has the types of the cell under the pointer', async () => {
  const line = editor()
    .locator('.view-line', { hasText: /export.function.step/ })
    .first();
  const name = line.locator('span span', { hasText: /^.?step/ }).first();
  await expect
    .poll(async () => (await (await window.hoverOver(lab.page, name)).innerText()).replaceAll(/\s+/g, ' '), until)
    .toMatch(/step.*(State|Tensor)/);
  await window.screenshot(lab.page, 'own-types-dark');
});

it('checks the gradients of the cell that is open', async () => {
  await window.runCommand(lab.page, 'Unroll: Check My Cell');
  await toast(/gradients by all parameters agree with finite differences/).waitFor({ timeout: 60_000 });
  await window.screenshot(lab.page, 'own-checked-dark');
  await dismissToasts();
});

it('says file and line where the cell is wrong, in the experiment and when it is checked', async () => {
  await editor().click();
  await lab.page.keyboard.press('Control+End');
  await lab.page.keyboard.type('const = 2;');
  const line = (await readFile(inWorkspace('my-cell.ts'), 'utf8')).split('\n').length;
  await lab.page.keyboard.press('Control+S');
  const said = new RegExp(`my-cell\\.ts:${line} is not TypeScript: Expected identifier but found "="\\.`);
  await expect.poll(() => readFile(inWorkspace('my-cell.ts'), 'utf8'), until).toContain('const = 2;');
  await window.runCommand(lab.page, 'Unroll: Check My Cell');
  await toast(said).waitFor();
  await window.screenshot(lab.page, 'own-wrong-dark');
  await dismissToasts();
  const panel = await window.webviewFrame(lab.page, 'Preview: sea');
  await expect.poll(() => panel.locator('.notice').innerText(), until).toMatch(said);
  await window.openFile(lab.page, 'sea.unroll.json');
  await window.runCommand(lab.page, 'Go to Next Problem (Error, Warning, Info)');
  await lab.page.getByText(said).filter({ visible: true }).last().waitFor();
  await window.screenshot(lab.page, 'own-problem-dark');
  await lab.page.keyboard.press('Escape');
});

it('is well again when the cell is, and trains', async () => {
  await window.openFile(lab.page, 'my-cell.ts');
  await editor().click();
  await lab.page.keyboard.press('Control+End');
  for (let i = 0; i < 'const = 2;'.length; i++) await lab.page.keyboard.press('Backspace');
  await lab.page.keyboard.press('Control+S');
  const panel = await window.webviewFrame(lab.page, 'Preview: sea');
  await expect.poll(() => panel.locator('.notice').count(), until).toBe(0);
  await window.openFile(lab.page, 'sea.unroll.json');
  await window.runCommand(lab.page, 'Unroll: Train');
  await expect.poll(async () => (await record())?.step, until).toBeGreaterThan(30);
  await window.screenshot(lab.page, 'own-training-dark');
  await (await window.webviewFrame(lab.page, 'sea, run 1')).getByRole('button', { name: 'Stop' }).click();
  await expect.poll(async () => (await record())?.state, until).toBe('stopped');
  expect(await readFile(inWorkspace('.unroll/runs/sea-1/my-cell.ts'), 'utf8')).toContain('minimal gated unit');
});

it('shows the gate that the file names, under the pointer and in the gates panel', async () => {
  await window.runCommand(lab.page, 'View: Close All Editors');
  await window.runCommand(lab.page, 'Unroll: Look Through This Run');
  await window.pickItem(lab.page, 'newest');
  await lab.page.locator('.tabs-container .tab.active[data-resource-name="sea.txt"]').waitFor();
  await window.statusBarItem(lab.page, 'sea-1, step').waitFor();
  const word = editor().locator('.view-line', { hasText: 'Ishmael' }).locator('span span').first();
  const hover = await window.hoverOver(lab.page, word);
  for (const name of ['forget', 'candidate', 'hidden h'])
    await expect.poll(() => hover.innerText(), until).toContain(name);
  await window.screenshot(lab.page, 'own-hover-dark');
  await window.runCommand(lab.page, 'Unroll: Open Gates Panel');
  const gates = await window.webviewFrame(lab.page, 'Gates');
  await gates.getByRole('tab', { name: 'forget' }).click();
  await gates.getByText(/^forget: a gate of your own cell, .* on average over the text\./).waitFor(until);
  await expect.poll(() => coloursOn(gates, 'canvas >> nth=0'), until).toBeGreaterThan(60);
  await window.screenshot(lab.page, 'own-gates-dark');
  await window.setTheme(lab.page, 'light');
  await expect.poll(() => coloursOn(gates, 'canvas >> nth=0'), until).toBeGreaterThan(60);
  await window.screenshot(lab.page, 'own-gates-light');
});
