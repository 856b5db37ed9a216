import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OpenPanels } from './openPanels';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('remembers the open panels for the next window', async () => {
  const path = join(folder, 'not', 'yet', 'open.json');
  const panels = new OpenPanels(path);
  panels.write(['/a']);
  panels.write(['/a', '/b']);
  await panels.written;
  expect(await new OpenPanels(path).read()).toEqual(['/a', '/b']);
});

it('remembers nothing from a torn file, without a file and without a folder', async () => {
  const path = join(folder, 'open.json');
  expect(await new OpenPanels(path).read()).toEqual([]);
  await writeFile(path, '["/a", "/');
  expect(await new OpenPanels(path).read()).toEqual([]);
  const nowhere = new OpenPanels(undefined);
  nowhere.write(['/a']);
  await nowhere.written;
  expect(await nowhere.read()).toEqual([]);
});
