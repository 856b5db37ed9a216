import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import * as window from '../host/page.mjs';
import { openLab, pictureFailure, stepShown, writeSea, type LabWindow } from './lab';

/*
 * One story, told in order: an experiment is made by the guide, back and forth; its preview is looked at before and
 * after it is written, follows an edit, and ends in a second experiment of the same size.
 */

let lab: LabWindow;
const until = { timeout: 120_000, interval: 250 };
const written = (name: string): string => join(lab.workspace, `${name}.unroll.json`);
const total = (panel: FrameLocator): Promise<string> => panel.locator('tfoot td.number').innerText();
const stepTime = (panel: FrameLocator): Promise<string> => panel.locator('.figures .value').nth(2).innerText();

beforeAll(async () => {
  lab = await openLab('preview');
  await writeSea(lab, 300_000);
});
afterEach((test) => pictureFailure(lab, test));
afterAll(() => lab?.close());

it('guides by sentences and pictures to a preview, before anything is written', async () => {
  await window.openView(lab.page, 'Unroll');
  await window.runCommand(lab.page, 'Unroll: New Experiment');
  await lab.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'sea.txt' }).waitFor();
  await lab.page.keyboard.press('Enter');
  await lab.page.getByText('Keeps a memory behind three gates').waitFor();
  await window.screenshot(lab.page, 'new-experiment-dark');
  await window.pickItem(lab.page, 'LSTM');
  await answerOptions();
  await window.pickItem(lab.page, '64');
  await window.pickItem(lab.page, '1');
  await lab.page.getByText('Name of the experiment').waitFor();
  await window.typeInInput(lab.page, 'sea');
  const panel = await window.webviewFrame(lab.page, 'New Experiment');
  await panel.getByText('not written yet').waitFor();
  await expect.poll(() => stepTime(panel), until).toMatch(/^[\d.]+ m?s$/);
  expect(existsSync(written('sea'))).toBe(false);
  await window.screenshot(lab.page, 'preview-draft-dark');
});

/** Each option of the network as it stands. */
async function answerOptions(): Promise<void> {
  const units = lab.page.locator('.quick-input-widget input[placeholder^="How many hidden units"]');
  const option = lab.page
    .locator('.quick-input-widget input.input:not([placeholder^="Which"])')
    .filter({ visible: true });
  await option.waitFor();
  while ((await units.count()) === 0) {
    const asked = await option.getAttribute('placeholder');
    await lab.page.keyboard.press('Enter');
    await lab.page
      .locator(`.quick-input-widget input[placeholder=${JSON.stringify(asked)}]`)
      .waitFor({ state: 'detached' });
  }
}

it('goes back from the preview to the name, with what was typed', async () => {
  const panel = await window.webviewFrame(lab.page, 'New Experiment');
  await panel.getByRole('button', { name: 'Back' }).click();
  const name = lab.page.locator('.quick-input-widget:visible input.input');
  await expect.poll(() => name.inputValue(), until).toBe('sea');
  await name.press('Enter');
});

it('writes the experiment on Create, and previews it beside the file', async () => {
  const draft = await window.webviewFrame(lab.page, 'New Experiment');
  await draft.getByRole('button', { name: 'Create', exact: true }).click();
  await lab.page.locator('.tabs-container .tab.active[data-resource-name="sea.unroll.json"]').waitFor();
  await lab.page.locator('.codelens-decoration a', { hasText: 'Preview' }).first().click();
  const panel = await window.webviewFrame(lab.page, 'Preview: sea');
  await expect.poll(() => total(panel), until).toMatch(/^[\d,]+$/);
  await panel.getByRole('img', { name: /with its loops/ }).waitFor();
  await panel.getByRole('img', { name: /each of the 64 time steps/ }).waitFor();
  await window.screenshot(lab.page, 'preview-beside-dark');
});

it('follows the file as it is edited, and says what is wrong with it', async () => {
  const panel = await window.webviewFrame(lab.page, 'Preview: sea');
  const before = await total(panel);
  await replaceInEditor('"units": 64', '"units": 96');
  await expect.poll(() => total(panel), until).not.toBe(before);
  await replaceInEditor('"units": 96', '"units": -96');
  await panel.getByRole('alert').getByText('model.layers[0].units is -96').waitFor();
  await replaceInEditor('"units": -96', '"units": 64');
  await expect.poll(() => total(panel), until).toBe(before);
  expect(await panel.getByRole('alert').count()).toBe(0);
});

/** Edits the file on disk, which the editor takes over. */
async function replaceInEditor(from: string, to: string): Promise<void> {
  const text = await readFile(written('sea'), 'utf8');
  expect(text).toContain(from);
  await writeFile(written('sea'), text.replace(from, to));
}

it('changes its letters when the setting does', async () => {
  const panel = await window.webviewFrame(lab.page, 'Preview: sea');
  const shown = (): Promise<string> => panel.locator('.equations').innerText();
  await expect.poll(shown, until).toMatch(/input gate\s+it\s=\sσ\(/);
  await window.setWorkspaceSettings(lab.workspace, { 'unroll.notation': 'goodfellow' });
  await expect.poll(shown, until).toMatch(/input gate\s+g\(t\)\s=\sσ\(/);
  await expect.poll(() => panel.locator('svg.inner').textContent(), until).toContain('q(t)');
  await panel
    .getByRole('img', { name: /with its loops/ })
    .getByText('s(t−1)')
    .first()
    .waitFor();
  await window.screenshot(lab.page, 'preview-goodfellow-dark');
  await window.setWorkspaceSettings(lab.workspace, { 'unroll.notation': 'pytorch' });
  await expect.poll(shown, until).toMatch(/input gate\s+it\s=\sσ\(/);
});

it('is pictured in every theme, and fits into a narrow panel', async () => {
  const panel = await window.webviewFrame(lab.page, 'Preview: sea');
  await expect.poll(() => stepTime(panel), until).toMatch(/^[\d.]+ m?s$/);
  await panel.locator('h1').click({ position: { x: 300, y: 5 }, force: true });
  await lab.page.setViewportSize({ width: 1500, height: 1700 });
  await window.runCommand(lab.page, 'View: Close Primary Side Bar');
  await window.runCommand(lab.page, 'View: Toggle Maximize Editor Group');
  for (const theme of ['dark', 'light', 'contrast', 'contrastLight'] as const) {
    await window.setTheme(lab.page, theme);
    await window.screenshot(lab.page, `preview-${theme}`);
  }
  await window.setTheme(lab.page, 'light');
  await lab.page.setViewportSize({ width: 448, height: 2300 });
  await expect
    .poll(() => panel.locator('#app').evaluate((app) => app.scrollWidth <= app.clientWidth), until)
    .toBe(true);
  await window.screenshot(lab.page, 'preview-400-light');
  await lab.page.setViewportSize({ width: 1400, height: 900 });
  await window.setTheme(lab.page, 'dark');
});

it('writes a second experiment of the same size with another cell', async () => {
  const panel = await window.webviewFrame(lab.page, 'Preview: sea');
  const parameters = Number((await total(panel)).replaceAll(',', ''));
  await panel.getByRole('button', { name: 'Compare at Equal Parameters' }).click();
  await lab.page.locator('.quick-input-list .label-description', { hasText: 'parameters' }).first().waitFor();
  await window.screenshot(lab.page, 'compare-dark');
  await window.pickItem(lab.page, 'GRU');
  await expect.poll(() => existsSync(written('sea-gru')), until).toBe(true);
  const toast = window.toasts(lab.page).filter({ hasText: 'sea-gru: GRU with' });
  await toast.waitFor();
  const [, , found] = /with ([\d,]+) units has ([\d,]+) parameters/.exec(await toast.innerText())!;
  expect(Math.abs(Number(found!.replaceAll(',', '')) - parameters) / parameters).toBeLessThan(0.01);
});

it('trains what it shows: the second experiment, from its own preview', async () => {
  await window.runCommand(lab.page, 'Unroll: Preview Experiment');
  const panel = await window.webviewFrame(lab.page, 'Preview: sea-gru');
  await panel.getByText('GRU with').waitFor();
  await panel.getByRole('button', { name: 'Train' }).click();
  const training = await window.webviewFrame(lab.page, 'sea-gru, run 1');
  await expect.poll(() => stepShown(training), until).toBeGreaterThan(2);
  await training.getByRole('button', { name: 'Stop' }).click();
});
