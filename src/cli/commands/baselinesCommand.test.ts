import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CapturedTerminal } from '../capturedTerminal';
import { runCommandLine } from '../commandLine';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-baselines-'));
  await writeFile(join(folder, 'a.txt'), 'ab'.repeat(500));
  await writeFile(join(folder, 'a.unroll.json'), JSON.stringify(experiment([0.5, 0.25, 0.25])));
  await writeFile(join(folder, 'wrong.unroll.json'), JSON.stringify(experiment([0.5, 0.5, 0.5])));
});
afterAll(() => rm(folder, { recursive: true }));

const experiment = (split: number[]) => ({ data: { path: 'a.txt', split }, model: { layers: [{ cell: 'lstm' }] } });

async function baselines(file: string) {
  const terminal = new CapturedTerminal(folder);
  const status = await runCommandLine(['baselines', file], terminal);
  return { status, lines: terminal.lines, wrong: terminal.wrong };
}

it('the baselines of a text are those of its usual split, in nats and bits', async () => {
  const { status, lines } = await baselines('a.txt');
  expect(status).toBe(0);
  expect(lines[0]).toBe('900 symbols train, 50 validate, 50 test.');
  expect(lines[3]).toMatch(/^knowing nothing \(ln 2\) +0\.6931 +1\.0000$/);
  // b came 450 times of 450 after a, which leaves it all but one 451st of the share that it has anyway.
  const cost = (count: number) => -Math.log((count + 0.5) / (count + 1));
  const nats = ((25 * cost(450) + 24 * cost(449)) / 49).toFixed(4);
  expect(lines[5]).toMatch(new RegExp(`^knowing the one before +${nats} +`));
  expect(lines.at(-1)).toBe(
    'Baselines: counted in the training part, measured on only 49 symbols of the validation part: chance decides much.',
  );
});

it('the baselines of an experiment are those of its own split', async () => {
  expect((await baselines('a.unroll.json')).lines[0]).toBe('500 symbols train, 250 validate, 250 test.');
});

it('a missing text and a wrong experiment are refused', async () => {
  expect(await baselines('none.txt')).toMatchObject({
    status: 1,
    wrong: expect.stringContaining(`There is no file ${join(folder, 'none.txt')}.`) as string,
  });
  expect(await baselines('wrong.unroll.json')).toMatchObject({
    status: 1,
    wrong: expect.stringContaining('must add up to 1') as string,
  });
});
