import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../engine/formats/safetensors';
import type { RunRecord } from '../../protocol/run';
import { CapturedTerminal } from '../capturedTerminal';
import { runCommandLine } from '../commandLine';

vi.setConfig({ testTimeout: 60_000 });

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-train-'));
  await writeFile(join(folder, 'a.txt'), 'abcd abdc '.repeat(200));
  await writeExperiment({});
});
afterEach(() => rm(folder, { recursive: true }));

const small = { batch: 2, window: 6, steps: 4, reachEvery: 2, profileEvery: 2, optimiser: { name: 'sgd' } };

const writeExperiment = (training: object, layers: object[] = [{ cell: 'lstm', units: 5 }]) =>
  writeFile(
    join(folder, 'a.unroll.json'),
    JSON.stringify({
      ...{ data: { path: 'a.txt' }, model: { input: 'one-hot', layers } },
      training: { ...small, ...training },
    }),
  );

async function run(...argv: string[]) {
  const terminal = new CapturedTerminal(folder);
  const status = await runCommandLine(argv, terminal);
  return { status, terminal, wrong: terminal.wrong };
}

const json = (terminal: CapturedTerminal) => terminal.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const train = (...flags: string[]) => run('train', 'a.unroll.json', ...flags);
const record = async (id = 'a-1') =>
  JSON.parse(await readFile(join(folder, '.unroll/runs', id, 'run.json'), 'utf8')) as RunRecord;

describe('training in the terminal', () => {
  it.each([
    [['--kernels', 'wasm-simd', '--threads', '2'], 'WebAssembly kernels (SIMD), 2 threads.'],
    [['--engine', 'embedded', '--kernels', 'reference'], 'TensorFlow.js on WebAssembly, 1 thread.'],
  ])('computes with what %j ask for, and says so', async (flags, words) => {
    const { status, terminal } = await train(...flags);
    expect(status).toBe(0);
    expect(terminal.written).toContain(words);
  });

  it('with --json is one object a step and one at the end', async () => {
    const { status, terminal, wrong } = await train('--json');
    expect({ status, wrong }).toEqual({ status: 0, wrong: '' });
    const lines = json(terminal);
    expect(lines.slice(0, -1).map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    for (const line of lines.slice(0, -1)) {
      expect(Object.keys(line)).toEqual(['step', 'loss', 'gradientNorm', 'clippedNorm']);
      expect(line['loss']).toBeGreaterThan(1);
    }
    const directory = join(folder, '.unroll/runs/a-1');
    expect(lines.at(-1)).toMatchObject({ finished: true, run: 'a-1', directory });
    expect(lines.at(-1)!['validationLoss']).toBeCloseTo((await record()).validationLoss!, 10);
    expect((await record()).state).toBe('finished');
  });

  it('with --profiles has every layer’s profile at every step, and the reach where it is taken', async () => {
    await writeExperiment({}, [
      { cell: 'elman', units: 5 },
      { cell: 'gru', units: 4 },
    ]);
    const lines = json((await train('--json', '--profiles')).terminal).slice(0, -1);
    for (const line of lines) {
      const profile = line['profile'] as number[][];
      expect(profile.map((layer) => layer.length)).toEqual([7, 7]);
      expect(Math.min(...profile.flat())).toBeGreaterThan(0);
    }
    const reaches = lines.filter((line) => 'reach' in line).map((line) => line['reach'] as number[][]);
    expect(reaches.length).toBeGreaterThan(0);
    expect(reaches.length).toBeLessThan(lines.length);
    for (const reach of reaches) expect(reach.map((layer) => layer[0])).toEqual([1, 1]);
  });

  it('of no steps writes a run with one checkpoint, from which another can begin and a text be sampled', async () => {
    const { status, terminal } = await train('--steps', '0', '--json');
    expect(status).toBe(0);
    expect(json(terminal)).toMatchObject([{ finished: true, run: 'a-1', trainingLoss: null }]);
    const checkpoints = join(folder, '.unroll/runs/a-1/checkpoints');
    const files = await readdir(checkpoints);
    expect(files).toHaveLength(1);
    const sampled = await run('sample', 'a-1', '--length', '20', '--seed', '7', '--prime', 'ab');
    expect([...sampled.terminal.written.replace(/\n$/, '')]).toHaveLength(20);
    expect((await run('sample', 'a-1', '--length', '20', '--seed', '7', '--prime', 'ab')).terminal.written).toBe(
      sampled.terminal.written,
    );
  });

  it('takes the number of steps that it is told', async () => {
    const lines = json((await train('--json', '--steps', '2')).terminal);
    expect(lines).toHaveLength(3);
  });

  it('tells people of steps, losses, baselines and where the run lies', async () => {
    const { status, terminal } = await train();
    expect(status).toBe(0);
    expect(terminal.written).toMatch(
      /^Run a-1: \d+ parameters, 1,800 symbols of text, .* kernels \(.*\), \d+ threads?\.$/m,
    );
    expect(terminal.written).toContain('step 4 of 4');
    expect(terminal.written).toMatch(/knowing nothing \(ln 5\) +1\.609/);
    expect(terminal.written).toMatch(/this run, validation text +\d\.\d{3}/);
    expect(terminal.written).toContain(join(folder, '.unroll/runs/a-1'));
  });

  it('fills one line in place where a person watches', async () => {
    const terminal = new CapturedTerminal(folder, true);
    expect(await runCommandLine(['train', 'a.unroll.json'], terminal)).toBe(0);
    const painted = terminal.written.split('\r\u001b[2K').slice(1);
    expect(painted.length).toBeGreaterThan(0);
    expect(painted.at(-1)).toMatch(/^█+ +100\s%  step 4 of 4/);
  });

  it('stops properly when interrupted: a checkpoint, and how to go on; the resumed run takes the rest', async () => {
    await writeExperiment({ steps: 100_000 });
    const terminal = new CapturedTerminal(folder);
    const out = terminal.out.bind(terminal);
    terminal.out = (text) => {
      out(text);
      if (text.includes('"step":3')) terminal.interrupt();
    };
    expect(await runCommandLine(['train', 'a.unroll.json', '--json'], terminal)).toBe(130);
    const stopped = await record();
    expect(stopped.state).toBe('stopped');
    expect(stopped.checkpoints.at(-1)?.step).toBe(stopped.step);
    expect(terminal.wrong).toContain(`Stopped after step ${stopped.step}`);
    expect(terminal.wrong).toContain('resume a-1');
    expect(json(terminal).at(-1)).toMatchObject({ finished: false, state: 'stopped' });
    const resumed = await run('resume', 'a-1', '--json', '--steps', String(stopped.step + 2));
    expect(json(resumed.terminal).map(({ step }) => step)).toEqual([stopped.step + 1, stopped.step + 2, undefined]);
    expect((await record()).state).toBe('finished');
  });

  it('that diverges ends with 1 and says step, parameter and what to do', async () => {
    await writeExperiment({ optimiser: { name: 'sgd', learningRate: 1e30 }, clip: 'off', steps: 50 }, [
      { cell: 'elman', units: 5, activation: 'identity' },
    ]);
    const { status, terminal, wrong } = await train('--json');
    expect(status).toBe(1);
    expect(json(terminal).at(-1)).toMatchObject({ finished: false, state: 'failed' });
    expect((await record()).problem?.parameter).toBeDefined();
    expect(wrong).toContain((await record()).problem!.message);
    expect(wrong).toContain((await record()).problem!.remedy);
  });

  it('says which rules it follows, how many steps it skipped, and why it ended early', async () => {
    const rules = { onNonFinite: 'skip', clip: 'off', optimiser: { name: 'sgd', learningRate: 1e30 } };
    await writeExperiment({ ...rules, steps: 6 }, [{ cell: 'elman', units: 5, activation: 'identity' }]);
    const skipped = await train();
    expect(skipped.status).toBe(0);
    expect(skipped.terminal.written).toContain('5 steps were skipped, as their gradients were not finite.');
    const early = { earlyStopping: { patience: 1, minimumImprovement: 9 }, schedule: { name: 'cosine', warmUp: 3 } };
    await writeExperiment({ ...early, steps: 40, optimiser: { name: 'adamw', learningRate: 0.5 } });
    const { terminal } = await train();
    expect(terminal.written).toContain('AdamW, weight decay 0.01, warm-up 3 steps, rate by cosine, patience 1.');
    expect(terminal.written).toContain(
      'Ended early at step 2 of 40: the validation loss has not improved since step 1',
    );
    const sampled = async (checkpoint: string) =>
      (await run('sample', 'a-2', '--seed', '1', '--checkpoint', checkpoint)).terminal.written;
    const { best } = await record('a-2');
    const other = best!.step === 1 ? 2 : 1;
    expect(await sampled('best')).toBe(await sampled(`step-${best!.step}.safetensors`));
    expect(await sampled('best')).not.toBe(await sampled(`step-${other}.safetensors`));
    const last = json((await train('--json')).terminal).at(-1);
    expect(last).toMatchObject({ finished: true, earlyEnd: { step: 2, bestStep: 1, measurements: 1 } });
  });

  it.each([
    ['an experiment that is not there', ['none.unroll.json'], 'none.unroll.json'],
    ['weights that are not there', ['a.unroll.json', '--weights', 'none.safetensors'], 'none.safetensors'],
  ])('refuses %s by its absolute path', async (_, argv, file) => {
    const { status, terminal, wrong } = await run('train', ...argv, '--json');
    expect({ status, written: terminal.written }).toEqual({ status: 1, written: '' });
    expect(wrong).toContain(join(folder, file));
  });

  it('begins from the weights of another run', async () => {
    await train('--steps', '0', '--json');
    const [file] = await readdir(join(folder, '.unroll/runs/a-1/checkpoints'));
    await writeExperiment({ seed: 99 });
    const other = json((await train('--json', '--steps', '1')).terminal)[0];
    const same = json(
      (await train('--json', '--steps', '1', '--weights', join('.unroll/runs/a-1/checkpoints', file!))).terminal,
    )[0];
    await writeExperiment({});
    const first = json((await train('--json', '--steps', '1')).terminal)[0];
    expect(same).toEqual(first);
    expect(other).not.toEqual(first);
  });
});

describe('weights that are no good', () => {
  const untrained = async () => {
    await train('--steps', '0', '--json');
    const [file] = await readdir(join(folder, '.unroll/runs/a-1/checkpoints'));
    const path = join(folder, '.unroll/runs/a-1/checkpoints', file!);
    return { path, ...decodeSafetensors(await readFile(path), file!) };
  };

  it('are refused wherever weights are read: in training, sampling, tracing and looking back', async () => {
    const { path, tensors, metadata } = await untrained();
    tensors.get('rnn.weight_ih_l0')!.data[3 * tensors.get('rnn.weight_ih_l0')!.shape[1]! + 2] = NaN;
    await writeFile(join(folder, 'n.safetensors'), encodeSafetensors(tensors));
    await writeFile(path, encodeSafetensors(tensors, metadata));
    const given = ['a.unroll.json', '--weights', 'n.safetensors'];
    const text = ['--text', 'a.txt', '--json'];
    for (const argv of [
      ['train', ...given],
      ['trace', ...given, ...text],
      ['lookback', ...given, ...text, '--at', '9'],
    ])
      expect(await run(...argv)).toMatchObject({
        status: 1,
        wrong: expect.stringContaining('rnn.weight_ih_l0 of n.safetensors is NaN at [3, 2].') as string,
      });
    for (const argv of [
      ['sample', 'a-1'],
      ['trace', 'a-1', ...text],
    ])
      expect((await run(...argv)).wrong).toContain('rnn.weight_ih_l0 of step-0.safetensors is NaN at [3, 2].');
    expect(await readdir(join(folder, '.unroll/runs'))).toEqual(['a-1']);
  });

  it('for another text are said to be for another text', async () => {
    const { tensors } = await untrained();
    await writeFile(join(folder, 'w.safetensors'), encodeSafetensors(tensors));
    await writeFile(join(folder, 'a.txt'), 'abcd abdc xyz '.repeat(200));
    const { wrong } = await train('--weights', 'w.safetensors');
    expect(wrong).toContain(`are for a text of 5 different symbols; ${join(folder, 'a.txt')} has 8.`);
  });
});

it('the demo shows baselines, verdict, reach, gradient profile and a text, in 80 columns', async () => {
  const { status, terminal } = await run('demo', '--sample', 'four-letters', '--steps', '30', '--folder', 'demo');
  expect(status).toBe(0);
  expect(terminal.written).toMatch(/knowing the one before +1\.386/);
  expect(terminal.written).toContain('time steps back');
  expect(terminal.written).toMatch(/Vanishing:|Fading:|Alive:|Growing:|Exploding:/);
  expect(terminal.written).toContain('the whole gradient');
  expect(terminal.lines.at(-1)).toMatch(/^[CEFT]{64,}$/);
  const pictures = terminal.lines.filter((line) => line.includes('┤') || line.includes('└'));
  expect(Math.max(...pictures.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect((await readdir(join(folder, 'demo'))).sort()).toEqual([
    '.unroll',
    'four-letters.txt',
    'four-letters.unroll.json',
  ]);
});
