import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../runs/fixtures/exampleRun';
import { RememberedDataset } from './rememberedDataset';

it('a text is read once for as long as its file and its split stay as they are', async () => {
  const path = join(await temporaryFolder(), 'text.txt');
  const remembered = new RememberedDataset();
  const halves = { split: [0.5, 0.5, 0] as [number, number, number] };
  await writeFile(path, 'abab');
  const first = await remembered.read(path, halves);
  expect(await remembered.read(path, halves)).toBe(first);
  expect((await remembered.read(path, { split: [1, 0, 0] })).training.length).toBe(4);
  await utimes(path, 1e9, 1e9);
  const touched = await remembered.read(path, halves);
  await writeFile(path, 'abcd');
  await utimes(path, 1e9 + 1, 1e9 + 1);
  const changed = await remembered.read(path, halves);
  expect([touched.vocabulary.size, changed.vocabulary.size]).toEqual([2, 3]);
});

it('a text that could not be read is asked for again once it is there', async () => {
  const path = join(await temporaryFolder(), 'text.txt');
  const remembered = new RememberedDataset();
  await expect(remembered.read(path, { split: [1, 0, 0] })).rejects.toThrow('There is no file');
  await writeFile(path, 'abc');
  expect((await remembered.read(path, { split: [1, 0, 0] })).training.length).toBe(3);
});
