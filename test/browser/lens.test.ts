import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { RunRecord } from '../../src/protocol/run';
import * as window from '../host/page.mjs';
import { coloursOn, openLab, pictureFailure, writeSea, type LabWindow } from './lab';

/*
 * One story, told in order: a run is trained on a piece of a book and looked through; the text is coloured, hovered,
 * looked back in, and opened in the gates panel.
 */

let lab: LabWindow;
const until = { timeout: 120_000, interval: 250 };

/** A piece of the book with what a network has not seen: markup, an emoji, letters from right to left. */
async function writeText(): Promise<void> {
  await writeSea(lab, 60_000);
  const strange = 'Whales <b onclick="alert(1)">&amp; | `ships`</b> 🐋 שלום e\u0301 **stars** [link](command:x)\n';
  await writeFile(join(lab.workspace, 'strange.txt'), strange.repeat(3));
}

const experiment = {
  data: { path: 'sea.txt' },
  model: { layers: [{ cell: 'lstm', units: 128 }] },
  training: { batch: 32, window: 64, epochs: 6, seed: 1 },
};

/** Two layers, with checkpoints soon one after the other. */
const forming = {
  data: { path: 'sea.txt' },
  model: {
    layers: [
      { cell: 'lstm', units: 48 },
      { cell: 'lstm', units: 48 },
    ],
  },
  training: { batch: 32, window: 64, epochs: 500, seed: 1, checkpointEvery: 100 },
};

const record = async (name: string): Promise<RunRecord> =>
  JSON.parse(await readFile(join(lab.workspace, `.unroll/runs/${name}-1/run.json`), 'utf8')) as RunRecord;

/** A picture of the window with the panel 400 pixels wide, or nearly. */
async function narrowed(panel: FrameLocator, name: string): Promise<void> {
  const { width, height } = lab.page.viewportSize()!;
  const wide = await panel.locator('body').evaluate((body) => body.clientWidth);
  await lab.page.setViewportSize({ width: width - 2 * (wide - 400), height });
  await expect.poll(() => panel.locator('body').evaluate((body) => body.clientWidth), until).toBeLessThan(420);
  await window.screenshot(lab.page, name);
  const { scrollWidth, clientWidth } = await panel
    .locator('html')
    .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  await lab.page.setViewportSize({ width, height });
}

/** The editor of a text. */
const editor = (): Locator => lab.page.locator('.editor-instance .monaco-editor').filter({ visible: true }).first();

/** How many stretches of the visible text have a tint or an underline of ours. */
const painted = (): Promise<number> =>
  editor()
    .locator('.view-overlays .cdr')
    .evaluateAll((found) => {
      const isDrawn = ({ backgroundColor, borderBottomWidth }: CSSStyleDeclaration): boolean =>
        backgroundColor.startsWith('color(') || parseFloat(borderBottomWidth) > 0;
      return found.filter((each) => isDrawn(getComputedStyle(each))).length;
    });

beforeAll(async () => {
  lab = await openLab('lens');
  await writeText();
  await writeFile(join(lab.workspace, 'sea.unroll.json'), JSON.stringify(experiment, undefined, 2));
});
afterEach((test) => pictureFailure(lab, test));
afterAll(async () => {
  const left = await record('forming').catch(() => undefined); // a session outlives its window
  if (left?.state === 'running') process.kill(left.processId);
  await lab?.close();
});

it('looks through the run that has just ended, by the palette', async () => {
  await window.openView(lab.page, 'Unroll');
  await window.treeRow(lab.page, 'sea').waitFor();
  await window.runCommand(lab.page, 'Unroll: Train');
  await expect.poll(async () => (await record('sea').catch(() => undefined))?.state, until).toBe('finished');
  await window.runCommand(lab.page, 'View: Close All Editors');
  await window.runCommand(lab.page, 'Unroll: Look Through This Run');
  await window.pickItem(lab.page, 'newest');
  await lab.page.locator('.tabs-container .tab.active[data-resource-name="sea.txt"]').waitFor();
  await window.statusBarItem(lab.page, 'sea-1, step').waitFor();
  const legend = window.statusBarItem(lab.page, 'Surprise 0 ░▒▓█');
  await expect.poll(() => legend.innerText(), until).toMatch(/nats \(unigram\)/);
  await expect.poll(painted, until).toBeGreaterThan(50);
  await window.screenshot(lab.page, 'lens-surprise-dark');
});

it('has its commands in the menu of the text, its icon above it, and its keys', async () => {
  const word = editor().locator('.view-line', { hasText: 'Ishmael' }).locator('span span').first();
  const entries = await window.contextMenu(lab.page, word);
  const wanted = ['Look Back From Here', 'Open Gates Panel', 'Play With a Gate...', 'Colour Text By...'];
  expect(entries).toEqual(expect.arrayContaining([...wanted, 'Stop Looking at This Document']));
  expect(entries).not.toContain('Look at This Document');
  await lab.page.locator('.editor-actions a[aria-label^="Open Gates Panel"]').waitFor();
  await editor().locator('.view-line').first().click();
  await lab.page.keyboard.press('Control+K');
  await lab.page.keyboard.press('g');
  await lab.page.locator('.quick-input-widget:visible .label-name', { hasText: 'Forget gate at 0' }).waitFor();
  await lab.page.keyboard.press('Escape');
});

it('tells under the pointer what every unit does there', async () => {
  const word = editor().locator('.view-line', { hasText: 'Ishmael' }).locator('span span').first();
  const hover = await window.hoverOver(lab.page, word);
  await expect.poll(() => hover.innerText(), until).toMatch(/Surprise \d+\.\d\d nats|Next/);
  for (const name of ['forget', 'input', 'output', 'candidate', 'memory c', 'hidden h'])
    expect(await hover.innerText()).toContain(name);
  const pictures = hover.locator('img');
  expect(await pictures.count()).toBe(6);
  expect(await pictures.first().evaluate((picture) => (picture as HTMLImageElement).naturalWidth)).toBe(128);
  await window.screenshot(lab.page, 'lens-hover-dark');
});

it('looks back from a character, and stops at Escape', async () => {
  await editor().locator('.view-line', { hasText: 'Ishmael' }).first().click();
  await window.runCommand(lab.page, 'Unroll: Look Back From Here');
  await window.statusBarItem(lab.page, 'Look back 1 %').waitFor();
  await expect.poll(painted, until).toBeGreaterThan(2);
  await lab.page.keyboard.press('Home'); // VS Code paints over the word at the cursor
  await window.screenshot(lab.page, 'lens-look-back-dark');
  await lab.page.keyboard.press('Escape');
  await window.statusBarItem(lab.page, 'Surprise 0').waitFor();
});

it('opens the gates panel beside, in step with the editor', async () => {
  await window.runCommand(lab.page, 'Unroll: Open Gates Panel');
  const panel = await window.webviewFrame(lab.page, 'Gates');
  await panel.getByRole('tab', { name: 'forget' }).waitFor();
  await expect.poll(() => coloursOn(panel, 'canvas >> nth=0'), until).toBeGreaterThan(8);
  await panel.locator('canvas').first().focus();
  await lab.page.keyboard.press('ArrowRight');
  await expect.poll(() => editor().locator('.selected-text').count(), until).toBe(1);
  await window.screenshot(lab.page, 'lens-gates-dark');
});

it('plays with a gate from the cursor on: what the text would cost, beside what it costs', async () => {
  await editor()
    .locator('.view-line', { hasText: 'Ishmael' })
    .first()
    .click({ position: { x: 200, y: 8 } });
  await window.runCommand(lab.page, 'Unroll: Play With a Gate...');
  await window.pickItem(lab.page, 'Forget gate at 0');
  const panel = await window.webviewFrame(lab.page, 'Gates');
  const sentence = panel.locator('.sentence');
  const costs = /^With the forget gate at 0 from here on, the next 50 characters cost \d.*each: \d\.\d\d instead of/;
  await expect.poll(() => sentence.innerText(), until).toMatch(costs);
  await expect.poll(() => panel.getByText('as played').count(), until).toBe(1);
  await window.screenshot(lab.page, 'lens-play-dark');
  await panel.getByRole('button', { name: '1', exact: true }).click();
  await expect.poll(() => sentence.innerText(), until).toMatch(/forget gate at 1/);
  await panel.locator('#figure').click({ position: { x: 300, y: 200 } }); // a unit, and a character further on
  await panel.getByRole('button', { name: 'To here' }).click();
  await expect.poll(() => sentence.innerText(), until).toMatch(/forget gate at 1 for \d+ characters.*later/);
  await window.screenshot(lab.page, 'lens-play-stretch-dark');
});

it('plays in the light theme and where there is little room, and ends at Escape', async () => {
  const panel = await window.webviewFrame(lab.page, 'Gates');
  await window.setTheme(lab.page, 'light');
  await window.screenshot(lab.page, 'lens-play-light');
  await narrowed(panel, 'lens-play-400-light');
  await panel.locator('#figure').focus();
  await lab.page.keyboard.press('Escape');
  await expect.poll(() => panel.getByRole('group', { name: 'Playing' }).count(), until).toBe(0);
  expect(await panel.locator('.sentence').innerText()).toMatch(/^Hidden state:/);
  await window.setTheme(lab.page, 'dark');
});

it('is coloured in the other themes, too', async () => {
  for (const theme of ['light', 'contrast'] as const) {
    await window.setTheme(lab.page, theme);
    await expect.poll(painted, until).toBeGreaterThan(20);
    await window.screenshot(lab.page, `lens-${theme}`);
  }
  await window.setTheme(lab.page, 'light');
  const hover = await window.hoverOver(lab.page, editor().locator('.view-line span span').nth(3));
  await hover.locator('img').first().waitFor();
  await window.screenshot(lab.page, 'lens-hover-light');
  await window.setTheme(lab.page, 'dark');
});

it('shows markup in a text as text, and marks what the network has not seen', async () => {
  await editor().locator('.view-line').nth(1).click(); // so that it opens there, not over the panel
  await window.openFile(lab.page, 'strange.txt');
  await window.runCommand(lab.page, 'Unroll: Look at This Document');
  await expect.poll(painted, until).toBeGreaterThan(5);
  const panel = await window.webviewFrame(lab.page, 'Gates');
  await panel.getByText('strange.txt').first().waitFor();
  await window.screenshot(lab.page, 'lens-strange-dark');
});

it('holds a probe text while a session trains, and shows its gates as they form', async () => {
  await window.runCommand(lab.page, 'View: Close All Editors');
  await writeFile(join(lab.workspace, 'forming.unroll.json'), JSON.stringify(forming, undefined, 2));
  await window.openFile(lab.page, 'forming.unroll.json');
  await window.runCommand(lab.page, 'Unroll: Train');
  await expect
    .poll(async () => (await record('forming').catch(() => undefined))?.checkpoints.length, until)
    .toBeGreaterThan(1);
  await window.runCommand(lab.page, 'View: Close All Editors');
  await window.runCommand(lab.page, 'Unroll: Look Through This Run');
  await window.pickItem(lab.page, 'forming, run 1');
  await window.pickItem(lab.page, 'newest');
  await window.statusBarItem(lab.page, 'forming-1, step').waitFor();
  await window.openFile(lab.page, 'sea.txt');
  await editor()
    .locator('.view-line', { hasText: 'Ishmael' })
    .first()
    .click({ position: { x: 20, y: 8 } });
  await lab.page.keyboard.press('Home');
  for (let word = 0; word < 12; word++) await lab.page.keyboard.press('Control+Shift+ArrowRight');
  await window.runCommand(lab.page, 'Unroll: Hold as Probe Text');
  const panel = await window.webviewFrame(lab.page, 'Gates');
  await panel.getByRole('group', { name: 'Probe text' }).waitFor();
  await expect.poll(() => panel.locator('.strip.probe').innerText(), until).toMatch(/([4-9]|1\d) so far/);
  await expect.poll(() => coloursOn(panel, '#formed'), until).toBeGreaterThan(8);
  await panel.locator('#formed').scrollIntoViewIfNeeded();
  await window.screenshot(lab.page, 'lens-probe-dark');
  await panel.locator('#figure').click({ position: { x: 200, y: 120 } });
  await expect.poll(() => panel.getByRole('heading', { name: /^Unit \d+ here/ }).count(), until).toBe(1);
  await window.screenshot(lab.page, 'lens-probe-unit-dark');
  await window.runCommand(lab.page, 'Unroll: Stop');
  await expect.poll(async () => (await record('forming')).state, until).toBe('stopped');
  await window.setTheme(lab.page, 'light');
  await narrowed(panel, 'lens-probe-400-light');
  await window.setTheme(lab.page, 'dark');
});

it('tells of two layers in one hover', async () => {
  const hover = await window.hoverOver(lab.page, editor().locator('.view-line span span').nth(3));
  await expect.poll(() => hover.locator('img').count(), until).toBe(12);
  await window.screenshot(lab.page, 'lens-hover-two-layers-dark');
  await lab.page.keyboard.press('Escape');
});

it('comes back with its colours after a reload of the window', async () => {
  await lab.page.reload();
  await window.waitForWorkbench(lab.page);
  await window.statusBarItem(lab.page, 'forming-1, step').waitFor({ timeout: 60_000 });
  await expect.poll(painted, until).toBeGreaterThan(5);
  const panel = await window.webviewFrame(lab.page, 'Gates');
  await panel.getByRole('group', { name: 'Probe text' }).waitFor();
});
