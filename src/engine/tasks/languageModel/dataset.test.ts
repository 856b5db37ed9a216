import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../protocol/userError';
import { checkDatasetFits, datasetPath, readDataset } from './dataset';

const split: [number, number, number] = [0.9, 0.05, 0.05];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-data-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function textFile(content: string | Uint8Array): Promise<string> {
  const path = join(folder, `${createHash('sha1').update(content).digest('hex')}.txt`);
  await writeFile(path, content);
  return path;
}

async function refusal(path: string): Promise<UserError> {
  const error = await readDataset(path, { split }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

describe('a dataset', () => {
  it('splits by floor(a N), floor(b N) and the rest, in the order of the text', async () => {
    const text = Array.from({ length: 59 }, (_, i) => 'abc'[i % 3]).join('');
    const dataset = await readDataset(await textFile(text), { split: [0.7, 0.2, 0.1] });
    expect([dataset.training.length, dataset.validation.length, dataset.test.length]).toEqual([41, 11, 7]); // 41.3, 11.8
    const { vocabulary, training, validation, test } = dataset;
    expect([training, validation, test].map((part) => vocabulary.decode(part)).join('')).toBe(text);
  });

  it('numbers the training symbols by code point, not by UTF-16 unit', async () => {
    // U+FB01 stands after the surrogates in UTF-16 and before U+1F600 as a code point; the accent is its own symbol.
    const dataset = await readDataset(await textFile('\u{1f600}\ufb01e\u0301ba'), { split: [1, 0, 0] });
    expect(dataset.vocabulary.symbols).toEqual(['a', 'b', 'e', '\u0301', '\ufb01', '\u{1f600}']);
    expect([...dataset.training]).toEqual([5, 4, 2, 3, 1, 0]);
  });

  it('has an unknown symbol, the last, only where validation or test needs it', async () => {
    const without = await readDataset(await textFile('abababab' + 'ba'), { split: [0.8, 0.1, 0.1] });
    expect(without.vocabulary.symbols).toEqual(['a', 'b']);
    expect(without.vocabulary.unknown).toBeUndefined();
    const needed = await readDataset(await textFile('abababab' + 'aZ'), { split: [0.8, 0.1, 0.1] });
    expect(needed.vocabulary.symbols).toEqual(['a', 'b', '']);
    expect(needed.vocabulary.unknown).toBe(2);
    expect([...needed.test]).toEqual([2]);
  });

  it('drops a byte order mark of UTF-8 and keeps carriage returns', async () => {
    const path = await textFile('\ufeffa\r\nb');
    const dataset = await readDataset(path, { split: [1, 0, 0] });
    expect(dataset.vocabulary.decode(dataset.training)).toBe('a\r\nb');
    expect(dataset.bytes).toBe(7);
    expect(dataset.sha256).toBe(createHash('sha256').update('\ufeffa\r\nb').digest('hex'));
  });

  it('is found relative to the experiment file', () => {
    const data = { path: '../texts/book.txt', tokens: 'character' as const, split };
    expect(datasetPath('/home/me/work/a.unroll.json', data)).toBe('/home/me/texts/book.txt');
  });
});

describe('a file that is no text is refused', () => {
  it('when it is missing: the absolute path and what to do', async () => {
    const error = await refusal(join(folder, 'none.txt'));
    expect(error.message).toBe(`There is no file ${join(folder, 'none.txt')}.`);
    expect(error.remedy).toContain('"path" under "data"');
  });

  it('when it is a folder', async () => {
    await mkdir(join(folder, 'sub'));
    expect((await refusal(join(folder, 'sub'))).message).toContain('is a folder');
  });

  it('when it is empty', async () => {
    expect((await refusal(await textFile(''))).message).toContain('is empty');
  });

  it('when it is binary: where the first NUL byte stands', async () => {
    expect((await refusal(await textFile(Uint8Array.of(0x89, 0x50, 0, 1)))).message).toContain('NUL byte at byte 2');
  });

  it.each([
    ['UTF-16 LE', Buffer.from('\ufeffabc', 'utf16le')],
    ['UTF-16 BE', Buffer.from('\ufeffabc', 'utf16le').swap16()],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])],
  ])('when it is in %s: by name, with how to save it as UTF-8', async (encoding, bytes) => {
    const error = await refusal(await textFile(bytes));
    expect(error.message).toContain(`encoded in ${encoding}`);
    expect(error.remedy).toContain('Save it as UTF-8');
  });

  it('when it is Latin-1: byte offset, line and byte, with how to save it as UTF-8', async () => {
    const error = await refusal(await textFile(Buffer.from('one\ntwo\nse\xf1or', 'latin1')));
    expect(error.message).toContain('byte 10 (line 3) is 0xF1');
    expect(error.remedy).toContain('Save it as UTF-8');
  });

  it('when its training part is empty', async () => {
    expect((await refusal(await textFile('a'))).message).toContain('it has 1 symbols');
  });
});

describe('a text too short for one window in each lane', () => {
  const refused = async (length: number, batch: number, window: number) => {
    const dataset = await readDataset(await textFile('ab'.repeat(length).slice(0, length)), { split: [1, 0, 0] });
    try {
      checkDatasetFits(dataset, { batch, window });
    } catch (error) {
      return error as UserError;
    }
    return undefined;
  };

  it('is refused with its length, the length needed and the settings to lower', async () => {
    const error = await refused(100, 4, 25);
    expect(error?.message).toContain('has 100 symbols, fewer than the 101 that batch 4 and window 25 need');
    expect(error?.remedy).toContain('"batch" to at most 3 or "window" to at most 24');
    expect(await refused(101, 4, 25)).toBeUndefined();
    expect(await refused(100, 3, 25)).toBeUndefined();
    expect(await refused(100, 4, 24)).toBeUndefined();
  });

  it('is told only of settings that can help', async () => {
    expect((await refused(10, 4, 64))?.remedy).toBe(
      'Use a longer text, or set "window" to at most 2 under "training".',
    );
    expect((await refused(10, 64, 4))?.remedy).toBe('Use a longer text, or set "batch" to at most 2 under "training".');
    expect((await refused(10, 64, 64))?.remedy).toContain('lower both');
  });
});
