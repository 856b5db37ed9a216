import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../protocol/userError';
import { mostOfText, readTextFile } from './readTextFile';

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'unroll-files-'))));
afterAll(() => rm(folder, { recursive: true }));

const remedy = 'Do this.';
async function written(content: string | Uint8Array, name = 'a.txt'): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}
async function refusal(path: string): Promise<UserError> {
  const error = await readTextFile(path, { remedy }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).text).not.toMatch(/\bE[A-Z]{4,}\b|ERR_/); // the system's own names
  return error as UserError;
}

const encode = {
  'UTF-16 LE': (text: string) => Buffer.from(text, 'utf16le'),
  'UTF-16 BE': (text: string) => Buffer.from(text, 'utf16le').swap16(),
  'UTF-32': (text: string) => Buffer.from(Uint32Array.from([...text], (symbol) => symbol.codePointAt(0)!).buffer),
};
const texts = ['{\r\n\t"a": "señor"\r\n}', 'a', '日本語 text', '\ufeffmarked', '\ufeff日本語', 'x'.repeat(100_000)];

describe('the text of a file', () => {
  it('is read without its byte order mark', async () => {
    expect(await readTextFile(await written('\ufeffñ\r\n'), { remedy })).toBe('ñ\r\n');
    expect(await readTextFile(await written(''), { remedy })).toBe('');
  });

  it.each(Object.entries(encode).flatMap(([name, bytes]) => texts.map((text) => [name, text, bytes] as const)))(
    'in %s is named, with a mark or without: %j',
    async (name, text, bytes) => {
      const { message, remedy: how } = await refusal(await written(bytes(text)));
      expect(message).toContain(`is encoded in ${name}, not in UTF-8.`);
      expect(how).toContain('Save it as UTF-8');
    },
  );

  it('is no UTF-16 where zero bytes stand among numbers or in a picture', async () => {
    const numbers = Buffer.from(Int16Array.from({ length: 500 }, (_, i) => i - 250).buffer);
    for (const bytes of [numbers, Buffer.from([0x89, 0x50, 0, 1]), Buffer.alloc(4096), Buffer.from('a\0b c\0d')])
      expect((await refusal(await written(bytes))).message).toMatch(/is not a text: it has a NUL byte at byte \d+/);
  });

  it('of another encoding is refused at its first byte that is none of UTF-8', async () => {
    expect((await refusal(await written(Buffer.from('a\nse\xf1or', 'latin1')))).message).toContain(
      'byte 4 (line 2) is 0xF1',
    );
  });
});

describe('a file that cannot be read', () => {
  it.each<[string, () => Promise<string> | string, RegExp]>([
    ['is missing', () => join(folder, 'none.txt'), /^There is no file .*none\.txt\. Do this\.$/],
    ['is below a file', async () => join(await written('x'), 'b.txt'), /^There is no file /],
    ['is a folder', () => folder, /is a folder, not a file\. Do this\.$/],
    ['is a device', () => '/dev/null', /is not a regular file/],
    ['has a name with a NUL', () => join(folder, 'a\0b'), /^There is no file .*a\\u0000b\. .*backslash/],
    ['has a name of no end', () => join(folder, 'x'.repeat(5000)), /its name is too long/],
    [
      'is a link to itself',
      async () => {
        await symlink('loop', join(folder, 'loop')).catch(() => undefined);
        return join(folder, 'loop');
      },
      /a link that leads back to itself/,
    ],
    [
      'is larger than any text',
      async () => {
        const path = await written('', 'large.txt');
        await truncate(path, mostOfText + 1);
        return path;
      },
      /has 17 MB; it may have 16 MB/,
    ],
  ])('because it %s says so', async (_, path, said) => {
    expect((await refusal(await path())).text).toMatch(said);
  });

  it.skipIf(process.platform === 'win32')('because it is a pipe is not waited for', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect((await refusal(join(folder, 'pipe'))).message).toContain('is not a regular file');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('because it may not be says so', async () => {
    await chmod(await written('x', 'locked.txt'), 0);
    expect((await refusal(join(folder, 'locked.txt'))).message).toContain('this user may not read it');
  });
});

describe('a path at which there is no file', () => {
  it('is answered with the file that is meant', async () => {
    await mkdir(join(folder, 'sub'), { recursive: true });
    await written('x', 'sub/moby-dick.txt');
    expect((await refusal(join(folder, 'sub/mobydick.txt'))).remedy).toBe(
      `Did you mean ${join(folder, 'sub/moby-dick.txt')}? Do this.`,
    );
    if (process.platform === 'win32') return;
    expect((await refusal(join(folder, 'sub\\moby-dick.txt'))).remedy).toContain(
      `Here "/" stands between folders, not "\\": did you mean ${join(folder, 'sub/moby-dick.txt')}?`,
    );
    expect((await refusal(join(folder, 'C:\\texts\\a.txt'))).remedy).toContain('Here "/" stands between folders');
  });

  it.each([
    ['C:\texts\new.txt', /C:\\texts\\new\.txt\. In JSON a single backslash/],
    ['~/texts/a.txt', /write your home folder out/],
    ['file:/texts/a.txt', /without "file:"/],
    ['\u202etxt.exe', /\\u202etxt\.exe/],
  ])('is shown with all that hides in it, and what is likely wrong: %j', async (name, said) => {
    expect((await refusal(`${folder}/${name}`)).text).toMatch(said);
  });
});
