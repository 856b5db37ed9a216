import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CapturedTerminal } from '../capturedTerminal';
import { runCommandLine } from '../commandLine';

vi.setConfig({ testTimeout: 60_000 });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-check-'));
  await writeFile(join(folder, 'a.txt'), 'abc '.repeat(500));
});
afterAll(() => rm(folder, { recursive: true }));

async function check(text: string | Uint8Array) {
  await writeFile(join(folder, 'a.unroll.json'), text);
  const terminal = new CapturedTerminal(folder);
  const status = await runCommandLine(['check', 'a.unroll.json'], terminal);
  return { status, written: terminal.written, wrong: terminal.wrong };
}

const experiment = (training: string, units = 8, path = 'a.txt') => `{
  "data": { "path": "${path}" },
  "model": { "input": "one-hot", "layers": [{ "cell": "lstm", "units": ${units} }] },
  "training": ${training}
}`;

describe('checking an experiment', () => {
  it('without mistakes says what it amounts to', async () => {
    const { status, written, wrong } = await check(experiment('{ "batch": 4, "window": 10, "epochs": 3 }'));
    expect({ status, wrong }).toEqual({ status: 0, wrong: '' });
    expect(written).toMatch(/^parameters +484$/m); // 4*8*(4+8) + 2*4*8 in the LSTM, 4*8 + 4 in the head
    expect(written).toMatch(/^steps +132, 44 an epoch$/m); // floor(1799/4) = 449 time steps a lane
    expect(written).toMatch(/^memory +about \d/m);
    expect(written).toMatch(/knowing nothing \(ln 4\) +1\.386/);
  });

  it('with a mistake says line and column, place, what stands there and what may', async () => {
    const { status, written, wrong } = await check(experiment('{ "batch": 0 }'));
    expect({ status, written }).toEqual({ status: 1, written: '' });
    expect(wrong).toBe(
      'a.unroll.json:4:17: training.batch is 0; it must be a whole number above 0.\n  For example: "batch": 32\n',
    );
  });

  it('names every mistake', async () => {
    const { wrong } = await check(experiment('{ "batch": 0, "widnow": 3 }', -1));
    expect(wrong).toContain('a.unroll.json:3:63: model.layers[0].units is -1');
    expect(wrong).toContain('a.unroll.json:4:17: training.batch is 0');
    expect(wrong).toContain('a.unroll.json:4:29: training has no field "widnow"');
  });

  it('names what is wrong with the text beside what is wrong with the experiment, in the order of the file', async () => {
    const { wrong } = await check(experiment('{ "__proto__": 1, "seed": 1, "seed": 2, "batch": 0 }', 8, 'b.txt'));
    const places = [...wrong.matchAll(/^a\.unroll\.json:(\d+:\d+): (.{20})/gm)].map(([, place, said]) => [place, said]);
    expect(places).toEqual([
      ['2:13', 'There is no file ' + folder.slice(0, 3)],
      ['4:17', 'training has no fiel'],
      ['4:44', 'The field "seed" sta'],
      ['4:55', 'training.batch is 0;'],
    ]);
    expect(wrong).toContain(`Did you mean ${join(folder, 'a.txt')}?`);
  });

  it.each([
    ['with a byte order mark', '\ufeff', (text: string) => Buffer.from(text), 0, /^$/],
    [
      'in UTF-16 LE',
      '\ufeff',
      (text: string) => Buffer.from(text, 'utf16le'),
      1,
      /is encoded in UTF-16 LE.*Save it as UTF-8/s,
    ],
    ['in UTF-16 BE', '\ufeff', (text: string) => Buffer.from(text, 'utf16le').swap16(), 1, /is encoded in UTF-16 BE/],
    ['in UTF-16 without a mark', '', (text: string) => Buffer.from(text, 'utf16le'), 1, /is encoded in UTF-16 LE/],
    [
      'in Latin-1',
      '// señor\n',
      (text: string) => Buffer.from(text, 'latin1'),
      1,
      /is not UTF-8: byte 5 \(line 1\) is 0xF1/,
    ],
  ])('takes a file as it is saved: %s', async (_, before, encode, status, wrong) => {
    const found = await check(encode(before + experiment('{ "batch": 4, "window": 10 }')));
    expect(found.wrong).toMatch(wrong);
    expect(found.status).toBe(status);
  });

  it('tells of line ends that are carriage returns alone, and of no others', async () => {
    for (const [end, said] of [
      ['\r', true],
      ['\n', false],
      ['\r\n', false],
    ] as const) {
      await writeFile(join(folder, 'ends.txt'), `a line${end}`.repeat(300));
      const { status, wrong } = await check(experiment('{ "batch": 4, "window": 10 }', 8, 'ends.txt'));
      expect([status, wrong.includes('ends its lines with carriage returns alone')]).toEqual([0, said]);
    }
  });

  it('says a word on backslashes where folders stand between slashes', async () => {
    await mkdir(join(folder, 'texts'), { recursive: true });
    await writeFile(join(folder, 'texts', 'a.txt'), 'abc '.repeat(500));
    const { wrong } = await check(experiment('{}', 8, 'texts\\\\a.txt'));
    expect(wrong).toContain(`Here "/" stands between folders, not "\\": did you mean ${join(folder, 'texts/a.txt')}?`);
    expect((await check(experiment('{}', 8, 'texts\\to.txt'))).wrong).toMatch(
      /texts\\to\.txt\..*write "\/" between folders/s,
    );
  });

  it.each([
    ['a text that is not there', experiment('{}', 8, 'none.txt'), ':2:13: There is no file '],
    ['a text that is too short', experiment('{ "batch": 100 }'), ':4:3: The training part of '],
    ['a file that is no JSON', '{ "data": ', ':1:'],
    ['an empty file', '', ':1:1: The file is empty.'],
  ])('finds %s', async (_, text, wrong) => {
    const found = await check(text);
    expect(found.status).toBe(1);
    expect(found.wrong).toContain(`a.unroll.json${wrong}`);
  });

  it('of an absurd size says the memory that it would need', async () => {
    const { status, wrong } = await check(experiment('{ "batch": 4, "window": 10 }', 20_000));
    expect(status).toBe(1);
    expect(wrong).toMatch(/^a\.unroll\.json:3:63: .*needs about \d+ [GT]B of memory/);
  });

  it('that is not there names its absolute path', async () => {
    const terminal = new CapturedTerminal(folder);
    expect(await runCommandLine(['check', 'none.unroll.json'], terminal)).toBe(1);
    expect(terminal.wrong).toContain(`There is no file ${join(folder, 'none.unroll.json')}.`);
  });
});
