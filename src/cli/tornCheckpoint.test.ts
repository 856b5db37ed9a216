import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunRecord } from '../protocol/run';
import { CapturedTerminal } from './capturedTerminal';
import { runCommandLine } from './commandLine';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let folder = '';
const run = () => join(folder, '.unroll/runs/a-1');
const checkpoint = (step: number) => join(run(), 'checkpoints', `step-${step}.safetensors`);

/** A run of 8 steps that stopped there, of which 12 were wanted. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-torn-'));
  await writeFile(join(folder, 'a.txt'), 'abcd abdc '.repeat(200));
  const training = {
    batch: 2,
    window: 6,
    steps: 12,
    checkpointEvery: 5,
    validateEvery: 100,
    optimiser: { name: 'sgd' },
  };
  const model = { input: 'one-hot', layers: [{ cell: 'lstm', units: 5 }] };
  await writeFile(join(folder, 'a.unroll.json'), JSON.stringify({ data: { path: 'a.txt' }, model, training }));
  await unroll('train', 'a.unroll.json', '--steps', '8');
  await cp(run(), join(folder, 'whole'), { recursive: true });
});
beforeEach(async () => {
  await rm(run(), { recursive: true });
  await cp(join(folder, 'whole'), run(), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

async function unroll(...argv: string[]) {
  const terminal = new CapturedTerminal(folder);
  const status = await runCommandLine(argv, terminal);
  return { status, written: terminal.written, wrong: terminal.wrong };
}

const damages: [string, () => Promise<void>, RegExp][] = [
  [
    'cut',
    () => truncate(checkpoint(8), 2000),
    /^The checkpoint step-8\.safetensors is torn: it has 2,000 of its [\d,]+ bytes\./,
  ],
  [
    'cut in its header',
    () => truncate(checkpoint(8), 100),
    /^The checkpoint step-8\.safetensors is torn: its header is not whole\./,
  ],
  ['empty', () => truncate(checkpoint(8), 0), /^The checkpoint step-8\.safetensors is torn: its header is not whole\./],
  ['gone', () => rm(checkpoint(8)), /^The checkpoint step-8\.safetensors is missing\./],
];

describe('a newest checkpoint that is torn', () => {
  it.each(damages)('(%s) is named by whatever reads the one before it', async (name, damage, sentence) => {
    await damage();
    const seeded = ['--seed', '1', '--length', '20'];
    const others = [
      ['trace', 'a-1', '--text', 'a.txt', '--to', '9', '--json'],
      ['lookback', 'a-1', '--text', 'a.txt', '--at', '9'],
    ];
    for (const words of [['sample', 'a-1', ...seeded], ...(name === 'cut' ? others : [])]) {
      const { status, written, wrong } = await unroll(...words);
      expect(status).toBe(0);
      expect(wrong).toMatch(sentence);
      expect(wrong).toContain('step-5.safetensors is read instead.');
      expect((await unroll(...words, '--checkpoint', 'step-5.safetensors')).written).toBe(written);
    }
    expect((await unroll('runs')).written).toMatch(new RegExp(`a-1: ${sentence.source.slice(1)}`));
    expect((await unroll('runs')).written).toContain('The newest whole one is of step 5.');
  });

  it.each(damages)('(%s) is named by resume, with the step at which the run goes on', async (_, damage, sentence) => {
    await damage();
    const { status, written, wrong } = await unroll('resume', 'a-1', '--steps', '12', '--json');
    expect(status).toBe(0);
    expect(wrong).toMatch(sentence);
    expect(wrong).toContain('a-1 goes on from step 5.');
    expect(JSON.parse(written.split('\n')[0]!)).toMatchObject({ step: 6 });
    expect(await readFile(join(run(), 'session.log'), 'utf8')).toContain('a-1 goes on from step 5.');
  });

  it('is named too where none is whole', async () => {
    for (const file of await readdir(join(run(), 'checkpoints'))) await truncate(join(run(), 'checkpoints', file), 10);
    for (const words of [
      ['sample', 'a-1'],
      ['resume', 'a-1', '--steps', '12'],
    ]) {
      const { status, wrong } = await unroll(...words);
      expect(status).toBe(1);
      expect(wrong).toMatch(/a-1 has no whole checkpoint.* The checkpoint step-8\.safetensors is torn/);
    }
  });

  it('asked for by its name is refused', async () => {
    await truncate(checkpoint(8), 2000);
    expect(await unroll('sample', 'a-1', '--checkpoint', 'step-8.safetensors')).toMatchObject({
      status: 1,
      written: '',
    });
  });
});

it('sample says so where what it was asked to compute with does not', async () => {
  const flags = ['--engine', 'embedded', '--kernels', 'reference', '--threads', '3'];
  expect((await unroll('sample', 'a-1', ...flags)).wrong).toBe('TensorFlow.js operations compute in one thread.\n');
});

it('a checkpoint that is not there is answered with those that are', async () => {
  const { status, wrong } = await unroll('sample', 'a-1', '--checkpoint', 'bset');
  expect(status).toBe(1);
  expect(wrong).toMatch(/Give best, last or one of these: .*step-5\.safetensors, step-8\.safetensors\./);
});

it('a checkpoint of another folder is not taken for one of the run', async () => {
  const elsewhere = join(folder, 'whole/checkpoints/step-8.safetensors');
  const { status, wrong } = await unroll('sample', 'a-1', '--checkpoint', elsewhere);
  expect(status).toBe(1);
  expect(wrong).toContain(`${elsewhere} is not a checkpoint of a-1.`);
  expect((await unroll('sample', 'a-1', '--checkpoint', checkpoint(8))).status).toBe(0);
});

describe('resume --steps', () => {
  const record = async () => JSON.parse(await readFile(join(run(), 'run.json'), 'utf8')) as RunRecord;
  const change = async (changes: Partial<RunRecord>) =>
    writeFile(join(run(), 'run.json'), JSON.stringify({ ...(await record()), ...changes }));

  it.each(['stopped', 'finished', 'failed', 'paused'] as const)(
    'not above the step of a run that is %s is refused, and the run stays as it was',
    async (state) => {
      await change({ state, totalSteps: state === 'finished' ? 8 : 12, processId: 2 ** 22 + 1 });
      const before = await record();
      for (const steps of ['1', '7', '8']) {
        const { status, written, wrong } = await unroll('resume', 'a-1', '--steps', steps);
        expect({ status, written }).toEqual({ status: 1, written: '' });
        expect(wrong).toContain('a-1 is at step 8; --steps must be above that.\nGive a number above 8.');
        expect(wrong.includes('goes on to step 12')).toBe(state !== 'finished');
      }
      const settled = ['running', 'paused'].includes(state) ? 'interrupted' : state;
      expect(await record()).toEqual({ ...before, state: settled });
      expect((await unroll('resume', 'a-1', '--steps', '9')).status).toBe(0);
      expect(await record()).toMatchObject({ state: 'finished', step: 9, totalSteps: 9 });
    },
  );

  it('counts a checkpoint that is newer than the record of a killed process', async () => {
    await change({ state: 'interrupted', step: 3, totalSteps: 12 });
    const { wrong } = await unroll('resume', 'a-1', '--steps', '6');
    expect(wrong).toContain('a-1 is at step 8; --steps must be above that.');
  });
});
