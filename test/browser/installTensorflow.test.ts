import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/protocol/run';
import * as window from '../host/page.mjs';
import { openLab, pictureFailure, root, stepShown, type LabWindow } from './lab';

/*
 * One story, told in order: native TensorFlow is installed from a folder that somebody has prepared, trains a run, and is
 * removed. `npm test` prepares the folder.
 */

const prepared = join(root, '.tensorflow', 'installed');
const isPrepared = existsSync(join(prepared, 'manifest.json'));
const why = process.env['UNROLL_NO_TENSORFLOW'] ?? 'npm test installs it into the clone first';
const until = { timeout: 120_000, interval: 250 };

describe.skipIf(!isPrepared)(`native TensorFlow${isPrepared ? '' : ` (skipped: ${why})`}`, () => {
  let lab: LabWindow;
  const record = async (): Promise<RunRecord> =>
    JSON.parse(await readFile(join(lab.workspace, '.unroll/runs/four-letters-1/run.json'), 'utf8')) as RunRecord;

  /** Where the extension keeps it. */
  const stored = (): string => join(dirname(lab.workspace), 'user/User/globalStorage/unroll.unroll-lab', 'tensorflow');

  const said = (words: string) => window.toasts(lab.page).filter({ hasText: words }).first();

  beforeAll(async () => {
    lab = await openLab('install-tensorflow');
  });
  afterEach((test) => pictureFailure(lab, test));
  afterAll(() => lab?.close());

  /** In the file dialog, which reads a folder before it can be taken: the one above first, then its row. */
  async function chooseFolder(path: string): Promise<void> {
    const input = lab.page.locator('.quick-input-widget .quick-input-box input').filter({ visible: true });
    await expect.poll(() => input.inputValue(), until).toContain(lab.workspace);
    await input.fill(`${dirname(path)}/`);
    await window.pickItem(lab.page, basename(path));
    await expect.poll(() => input.inputValue(), until).toBe(`${path}/`);
    await lab.page.locator('.quick-input-list .monaco-list-row', { hasText: '..' }).first().waitFor();
    await input.press('Enter');
  }

  /** The row of the list of engines that is marked as chosen: a setting is written some time after it was picked. */
  async function chosenEngine(): Promise<string> {
    await window.runCommand(lab.page, 'Unroll: Choose Engine');
    const rows = lab.page.locator('.quick-input-widget .quick-input-list .monaco-list-row').filter({ visible: true });
    const chosen = rows.filter({ has: lab.page.locator('.label-description', { hasText: 'chosen' }) }).first();
    const text = await chosen.locator('.label-name').first().innerText();
    await lab.page.keyboard.press('Escape');
    return text;
  }

  /** The sample would be learned before anybody could stop it. */
  async function trainOn(): Promise<void> {
    const path = join(lab.workspace, 'four-letters.unroll.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"epochs": 6', '"epochs": 100000'));
    await lab.page.locator('.view-line', { hasText: '100000' }).first().waitFor();
  }

  it('is installed from a folder', async () => {
    await window.runCommand(lab.page, 'Unroll: Add Sample');
    await window.pickItem(lab.page, 'Four Letters');
    const tab = '.tabs-container .tab.active[data-resource-name="four-letters.unroll.json"]';
    await lab.page.locator(tab).waitFor(); // an editor that opens closes the list that is open
    await lab.page.locator('.codelens-decoration a', { hasText: 'Train' }).first().waitFor();
    await window.runCommand(lab.page, 'Unroll: Install Native TensorFlow');
    await window.pickItem(lab.page, 'From a Folder...');
    await chooseFolder(prepared);
    await said('is installed').waitFor({ timeout: 120_000 });
    expect(await readdir(join(stored(), 'installed'))).toEqual(
      expect.arrayContaining(['manifest.json', 'tfjs_binding.node']),
    );
    await window.screenshot(lab.page, 'tensorflow-installed');
  });

  it('trains, and the panel and the record name it', async () => {
    await window.runCommand(lab.page, 'Unroll: Choose Engine');
    await window.pickItem(lab.page, 'TensorFlow');
    await expect.poll(() => chosenEngine(), until).toMatch(/^TensorFlow/);
    await trainOn();
    await window.runCommand(lab.page, 'Unroll: Train');
    const panel = await window.webviewFrame(lab.page, 'four-letters, run 1');
    await expect.poll(() => stepShown(panel), until).toBeGreaterThan(2);
    expect((await record()).engine).toMatchObject({ name: 'tensorflow', backend: 'tensorflow' });
    await panel.getByText('native TensorFlow').first().waitFor();
    await window.screenshot(lab.page, 'tensorflow-training');
  });

  it('is removed, and a run that it began goes on with the embedded engine', async () => {
    const panel = await window.webviewFrame(lab.page, 'four-letters, run 1');
    await panel.getByRole('button', { name: 'Stop' }).click();
    await expect.poll(async () => (await record()).state, until).toBe('stopped');
    const { step } = await record();
    await window.runCommand(lab.page, 'Unroll: Remove Native TensorFlow');
    await said('is removed').waitFor({ timeout: 60_000 });
    expect(existsSync(stored())).toBe(false);
    await panel.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(async () => (await record()).step, until).toBeGreaterThan(step);
    const { engine } = await record();
    expect(engine.name).toBe('embedded');
    expect(engine.reason).toMatch(/not installed/);
  });
});
