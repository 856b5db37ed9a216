import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { startHost } from '../../scripts/vscodeHost.mjs';
import type { TestContext } from 'vitest';
import { launchBrowser, openWorkbench, screenshot } from '../host/page.mjs';

/** The clone. */
export const root = resolve(import.meta.dirname, '../..');

const dark = { 'workbench.colorTheme': 'Default Dark Modern' };

/** A VS Code with the extension installed, on a workspace of its own, shown in a browser. */
export interface LabWindow {
  page: Page;
  workspace: string;
  close(): Promise<void>;
}

/** Opens the extension on an empty folder, as a person has it after installing it. */
export async function openLab(name: string): Promise<LabWindow> {
  const home = join(root, '.test', 'browser', name);
  const workspace = join(home, 'workspace');
  await rm(home, { recursive: true, force: true });
  await mkdir(workspace, { recursive: true });
  const host = await startHost({
    which: 'newest',
    home,
    linkedExtension: root,
    workspace,
    settings: dark,
    log: console.log,
  });
  const browser: Browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(90_000); // beside other tests, on two cores
  await openWorkbench(page, host.url);
  const close = async (): Promise<void> => {
    await browser.close();
    await host.stop();
  };
  return { page, workspace, close };
}

/** Whether something was drawn on a canvas of a panel: more colours than an empty one has. */
export async function coloursOn(panel: FrameLocator, canvas: string): Promise<number> {
  return panel.locator(canvas).evaluate((element) => {
    const surface = element as HTMLCanvasElement;
    if (surface.width === 0 || surface.height === 0) return 0;
    const { data } = surface.getContext('2d')!.getImageData(0, 0, surface.width, surface.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
}

/** What stands on a canvas of a panel, as the address of a picture. */
export const pictureOn = (panel: FrameLocator, canvas: string): Promise<string> =>
  panel.locator(canvas).evaluate((element) => (element as HTMLCanvasElement).toDataURL());

/** The step that a panel says it is at. */
export async function stepShown(panel: FrameLocator): Promise<number> {
  const text = await panel.locator('.facts').innerText();
  return Number(/step ([\d,.]+)/.exec(text)?.[1]?.replace(/\D/g, '') ?? 0);
}

/** Writes the first characters of the story of Moby Dick into the workspace as sea.txt. */
export async function writeSea({ workspace }: LabWindow, length: number): Promise<void> {
  const book = await readFile(join(root, 'dist/samples/moby-dick.txt'), 'utf8');
  const start = book.indexOf('Call me Ishmael');
  await writeFile(join(workspace, 'sea.txt'), book.slice(start, start + length));
}

/** After a test: a picture of the window where it has failed. */
export async function pictureFailure({ page }: LabWindow, { task }: TestContext): Promise<void> {
  if (task.result?.state === 'fail') await screenshot(page, `failed ${task.name}`.replaceAll(/\W+/g, '-'));
}
