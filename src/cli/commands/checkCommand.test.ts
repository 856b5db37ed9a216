import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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

async function check(text: string) {
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
