import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseExperiment } from '../protocol/parseExperiment';
import { addSample, sampleNames } from './samples';

const realRoot = join(import.meta.dirname, '../..');
let folder = '';
let root = '';

/** A package with the real examples, and a short text in the place of the one that the build writes. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-samples-'));
  root = join(folder, 'package');
  await mkdir(join(root, 'dist', 'samples'), { recursive: true });
  await writeFile(join(root, 'dist', 'samples', 'moby-dick.txt'), 'Call me Ishmael.');
  for (const name of sampleNames) {
    await mkdir(join(root, 'examples', name), { recursive: true });
    for (const file of await readdir(join(realRoot, 'examples', name)))
      await writeFile(join(root, 'examples', name, file), await readFile(join(realRoot, 'examples', name, file)));
  }
});
afterEach(() => rm(folder, { recursive: true }));

async function workspace(files: Record<string, string> = {}): Promise<string> {
  const path = join(folder, 'workspace');
  await mkdir(path);
  for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content);
  return path;
}

const textOf = async (experimentPath: string) => {
  const { experiment, problems } = parseExperiment(await readFile(experimentPath, 'utf8'));
  expect(problems).toEqual([]);
  return readFile(join(experimentPath, '..', experiment!.data.path), 'utf8');
};

describe('adding a sample', () => {
  it('puts an experiment without mistakes beside its text', async () => {
    const to = await workspace();
    expect(await textOf(await addSample('moby-dick', root, to))).toBe('Call me Ishmael.');
    expect(await textOf(await addSample('four-letters', root, to))).toMatch(/^CCECFCTEEFETFFTT/);
    expect((await readdir(to)).sort()).toEqual([
      'four-letters.txt',
      'four-letters.unroll.json',
      'moby-dick.txt',
      'moby-dick.unroll.json',
    ]);
  });

  it('twice changes nothing', async () => {
    const to = await workspace();
    const first = await addSample('moby-dick', root, to);
    expect(await addSample('moby-dick', root, to)).toBe(first);
    expect(await readdir(to)).toHaveLength(2);
  });

  it('leaves a changed experiment as it is and writes another', async () => {
    const to = await workspace({ 'moby-dick.unroll.json': '{ "mine": true }' });
    const added = await addSample('moby-dick', root, to);
    expect(basename(added)).toBe('moby-dick-2.unroll.json');
    expect(await textOf(added)).toBe('Call me Ishmael.');
    expect(await readFile(join(to, 'moby-dick.unroll.json'), 'utf8')).toBe('{ "mine": true }');
  });

  it('leaves another text of that name as it is, and the experiment names its own', async () => {
    const to = await workspace({ 'moby-dick.txt': 'my own whale' });
    const added = await addSample('moby-dick', root, to);
    expect(await textOf(added)).toBe('Call me Ishmael.');
    expect(await readFile(join(to, 'moby-dick.txt'), 'utf8')).toBe('my own whale');
    expect(await addSample('moby-dick', root, to)).toBe(added);
  });

  it('says what to do where the text is missing from the package', async () => {
    await rm(join(root, 'dist'), { recursive: true });
    await expect(addSample('moby-dick', root, await workspace())).rejects.toMatchObject({
      name: 'UserError',
      remedy: expect.stringContaining('npm run build') as string,
    });
  });
});

it('the four letters hold each pair once in a period, so that one letter alone says nothing', async () => {
  const text = await readFile(join(realRoot, 'examples/four-letters/four-letters.txt'), 'utf8');
  expect(text).toHaveLength(8000);
  const period = text.slice(0, 16);
  expect(text).toBe(period.repeat(500));
  const pairs = new Set([...period].map((letter, i) => letter + text[i + 1]!));
  expect(pairs.size).toBe(16);
  expect([...new Set(text)].sort().join('')).toBe('CEFT');
});
