import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exampleRun, temporaryFolder } from './fixtures/exampleRun';
import { makeReadOnly, mountFolder, mountSmall } from './fixtures/mounts';
import { makeFolder } from './makeFolder';
import { WriteFailure } from './writeFailure';

const readOnly = mountFolder();
const full = mountSmall('nr_inodes=2');

const reasonOf = async (work: Promise<unknown>): Promise<string> => {
  const failure = await work.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(WriteFailure);
  return (failure as WriteFailure).message;
};

it('makes every folder that is missing, also when another process makes them too', async () => {
  const path = join(await temporaryFolder(), 'a', 'b', 'c');
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(path)));
  expect((await stat(path)).isDirectory()).toBe(true);
  await makeFolder(path);
});

it('says that a file stands in the way, above or at the end', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'file'), '');
  expect(await reasonOf(makeFolder(join(folder, 'file')))).toMatch(/file could not be written: a file stands where/);
  expect(await reasonOf(makeFolder(join(folder, 'file', 'x', 'y')))).toMatch(/y could not be .* a file stands where/);
});

it('says that a name is too long', async () => {
  const path = join(await temporaryFolder(), 'x'.repeat(300), 'y');
  expect(await reasonOf(makeFolder(path))).toMatch(/its path is longer than this system allows\.$/);
});

it.skipIf(readOnly.whyNot)(`says that a disk can only be read (${readOnly.whyNot ?? 'mounted'})`, async () => {
  makeReadOnly(readOnly);
  expect(await reasonOf(makeFolder(join(readOnly.folder, 'a', 'b')))).toMatch(/the disk can only be read\.$/);
  const begun = reasonOf(exampleRun(readOnly.folder));
  expect(await begun).toBe(`${readOnly.folder}/.unroll/runs could not be written: the disk can only be read.`);
});

it.skipIf(full.whyNot)(`says that a disk is full (${full.whyNot ?? 'mounted'})`, async () => {
  expect(await reasonOf(makeFolder(join(full.folder, 'a', 'b')))).toMatch(/the disk is full\.$/);
});
