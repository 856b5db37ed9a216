import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { engineKernels } from '../engine/backend/engineKernels';
import { decodeSafetensors } from '../engine/formats/safetensors';
import type { KernelNetwork } from '../engine/kernels/network';
import { KernelPass } from '../engine/kernels/pass';
import type { WasmKernels } from '../engine/kernels/wasmKernels';
import type { TrainerRequest } from '../protocol/session';
import { UserError } from '../protocol/userError';
import { temporaryFolder } from '../runs/fixtures/exampleRun';
import { RunReader } from '../runs/runReader';
import { readFrozenExperiment } from '../runs/runFolder';
import { readRecord } from '../runs/runRecord';
import type { SessionControls, StartedRun } from './session';
import { runSession } from './session';

vi.setConfig({ testTimeout: 30_000 });

let request: TrainerRequest;
beforeEach(async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'text.txt'), 'abcdefgh'.repeat(50));
  request = { experimentPath: join(folder, 'four.unroll.json'), engine: 'embedded', kernels: 'auto', steps: 12 };
  await write({ reachEvery: 5, profileEvery: 4 });
});

const write = (training: object) =>
  writeFile(
    request.experimentPath!,
    JSON.stringify({
      data: { path: 'text.txt', split: [0.8, 0.1, 0.1] },
      model: { input: 'one-hot', layers: [{ cell: 'elman', units: 3 }] },
      training: { batch: 2, window: 4, sampleLength: 10, ...training },
    }),
  );

const runFolder = (id: string) => join(request.experimentPath!, '..', '.unroll', 'runs', id);
describe('a run whose process was killed behind its last checkpoint', () => {
  it('goes on to its end without measuring or sampling twice, and knows the checkpoint that its record does not name', async () => {
    await write({ checkpointEvery: 5, validateEvery: 4, sampleEvery: 3 });
    const done = await runSession(request);
    const directory = join(request.experimentPath!, '..', '.unroll', 'runs', done.id);
    const lines = () =>
      Promise.all(['metrics.jsonl', 'samples.jsonl'].map((file) => readFile(join(directory, file), 'utf8')));
    const before = await lines();
    const { best, validationLoss, validationStep, trainingLoss, ...older } = done;
    const killed = { ...older, state: 'running', step: 9, checkpoints: done.checkpoints.slice(0, -1) };
    await writeFile(join(directory, 'run.json'), JSON.stringify(killed));
    const again = await runSession({ engine: 'embedded', kernels: 'auto', resumeDirectory: directory });
    expect(await lines()).toEqual(before);
    expect(again).toMatchObject({ state: 'finished', best, validationLoss, validationStep, trainingLoss });
    expect(again.checkpoints).toEqual(done.checkpoints);
  });
});

describe('a session in this process', () => {
  it('tells every step with its profile if wanted, and writes profiles at their interval only', async () => {
    const heard: [number, boolean, boolean][] = [];
    const losses: number[] = [];
    let run: StartedRun | undefined;
    const record = await runSession(request, {
      profilesEveryStep: true,
      started: (started) => void (run = started),
      stepped: ({ step, loss, profile, reach }) => {
        losses.push(loss);
        heard.push([step, profile !== undefined, reach !== undefined]);
      },
    });
    expect(heard.map(([step]) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(heard.every(([, hasProfile]) => hasProfile)).toBe(true);
    expect(heard.filter(([, , hasReach]) => hasReach).map(([step]) => step)).toEqual([1, 5, 10, 12]);
    const { profile, reach } = (await new RunReader(run!.directory).read())!;
    const stepsOf = (records: Float32Array, width: number) => [...records].filter((_, index) => index % width === 0);
    expect(stepsOf(profile, record.layouts.profile.width)).toEqual([1, 4, 8, 12]);
    expect(stepsOf(reach, record.layouts.reach.width)).toEqual([1, 5, 10, 12]);
    expect(record).toMatchObject({ id: 'four-1', state: 'finished', step: 12, processId: process.pid });
    expect(record.trainingLoss).toBe(losses.at(-1));
    expect(record.baselines.uniform).toBeCloseTo(Math.log(8), 12);
  });

  it('ends as failed where a gradient is another one when it is computed again, with both in the run', async () => {
    await write({ selfCheck: 5 });
    const { learn } = KernelPass.prototype;
    vi.spyOn(KernelPass.prototype, 'learn').mockImplementation(function (this: KernelPass, time, from, want) {
      const loss = learn.call(this, time, from, want);
      if (want.alone) (this as unknown as { network: KernelNetwork }).network.gradient[2]! *= 1.5;
      return loss;
    });
    let directory = '';
    const lines: string[] = [];
    const started = (run: StartedRun) => void (directory = run.directory);
    const record = await runSession(request, { started, log: (line) => void lines.push(line) });
    vi.restoreAllMocks();
    expect(record).toMatchObject({ state: 'failed', step: 4 });
    expect(record.problem!.message).toMatch(
      /^The gradient of step 5 was computed twice and is not the same: number 2 of/,
    );
    expect(lines.join()).toContain(record.problem!.message);
    const kept = decodeSafetensors(await readFile(join(directory, 'self-check-5.safetensors')), 'kept');
    expect(kept.metadata).toMatchObject({ step: '5', tensor: 'rnn.weight_ih_l0', index: '2' });
    const [first, again] = ['first', 'again'].map((which) => kept.tensors.get(`${which}.rnn.weight_ih_l0`)!.data[2]);
    expect(again).toBe(Math.fround(1.5 * (first as number)));
    expect((await readRecord(directory)).checkpoints.map(({ step }) => step)).toEqual([0, 1, 2]);
  });

  it('freezes the experiment complete with its defaults and its step limit', async () => {
    const { id } = await runSession(request);
    const frozen = await readFrozenExperiment(join(request.experimentPath!, '..', '.unroll', 'runs', id));
    expect(frozen.training).toMatchObject({ steps: 12, batch: 2, stride: 4, clip: { norm: 1 } });
  });

  it('leaves no socket behind, however it ends', async () => {
    const sockets: string[] = [];
    const { socket } = await runSession(request, { started: (run) => sockets.push(run.socket) });
    await write({ window: 4000 });
    await expect(runSession(request)).rejects.toBeInstanceOf(UserError);
    expect(sockets).toEqual([socket]);
    await expect(stat(socket)).rejects.toThrow('ENOENT');
  });

  it('goes on, and says so once in its log, where any of those that only listen fails', async () => {
    const fail = () => {
      throw new RangeError('Invalid count value: -1');
    };
    const lines: string[] = [];
    const failing = { started: fail, stepped: fail, validated: fail, sampled: fail, progressed: fail };
    const record = await runSession(request, { ...failing, log: (line) => void lines.push(line) });
    expect(record).toMatchObject({ state: 'finished', step: 12 });
    for (const name of Object.keys(failing))
      expect(lines.filter((line) => line.includes(`"${name}"`) && line.includes('Invalid count value'))).toHaveLength(
        1,
      );
    const later = { stepped: () => Promise.reject(new Error('later')) as unknown as undefined, log: fail };
    expect((await runSession(request, later)).state).toBe('finished');
  });

  it('stops when it is told to from here', async () => {
    const stopping: Promise<unknown>[] = [];
    const record = await runSession(
      { ...request, steps: 1_000_000 },
      { started: (_, controls) => stopping.push(Promise.resolve(controls.stop({}))) },
    );
    expect(record.state).toBe('stopped');
    expect(await Promise.all(stopping)).toEqual([{ step: record.step }]);
    const directory = join(request.experimentPath!, '..', '.unroll', 'runs', record.id);
    expect((await readRecord(directory)).checkpoints.at(-1)?.step).toBe(record.step);
  });
});

describe('a session that ends early', () => {
  const early = { earlyStopping: { patience: 2, minimumImprovement: 5 }, validateEvery: 3, checkpointEvery: 1000 };

  it('is finished, says why, and goes on only with a larger number of steps, waiting as long again', async () => {
    await write(early);
    const record = await runSession({ ...request, steps: 40 });
    // measured after 1, 2, 3: the first is the best, as no loss can fall by 5 nats
    expect(record).toMatchObject({ state: 'finished', step: 3, totalSteps: 40 });
    expect(record.earlyEnd).toEqual({ step: 3, bestStep: 1, measurements: 2 });
    const again = { ...request, experimentPath: undefined, resumeDirectory: runFolder(record.id) };
    await expect(runSession({ ...again, steps: undefined })).rejects.toThrow(/Ended early at step 3 of 40/);
    const resumed = await runSession({ ...again, steps: 60 });
    expect(resumed).toMatchObject({ state: 'finished', step: 9, earlyEnd: { step: 9, bestStep: 1 } });
    expect((await readRecord(runFolder(record.id))).earlyEnd?.step).toBe(9);
  });

  it('takes the same steps by a plateau, stopped and resumed, as in one go', async () => {
    const schedule = { name: 'plateau', patience: 0, threshold: 0.2, factor: 0.5 };
    await write({ schedule, validateEvery: 4, checkpointEvery: 10 });
    const rates = async (id: string) => [...(await new RunReader(runFolder(id)).read())!.steps.learningRate];
    const whole = await runSession({ ...request, steps: 40 });
    const first = await runSession({ ...request, steps: 20 });
    await runSession({ ...request, experimentPath: undefined, resumeDirectory: runFolder(first.id), steps: 40 });
    expect(new Set(await rates(whole.id)).size).toBeGreaterThan(3);
    expect(await rates(first.id)).toEqual(await rates(whole.id));
  });
});

describe('a schedule', () => {
  const rates = async (id: string) => [...(await new RunReader(runFolder(id)).read())!.steps.learningRate];
  const resumed = async (id: string, steps: number) => {
    let said = '';
    const again = { ...request, experimentPath: undefined, resumeDirectory: runFolder(id), steps };
    await runSession(again, { started: ({ rateSentence }) => void (said = rateSentence) });
    return said;
  };

  it('is as long as the run is now: extended from 20 to 40 steps, the rest is that of 40 steps', async () => {
    await write({ schedule: { name: 'cosine' } });
    const whole = await runSession({ ...request, steps: 40 });
    const first = await runSession({ ...request, steps: 20 });
    expect((await rates(first.id)).every((rate) => rate > 0)).toBe(true);
    expect(await resumed(first.id, 40)).toBe('Learning rate 0.001 at step 21: rate by cosine over 40 steps.');
    expect((await rates(first.id)).slice(20)).toEqual((await rates(whole.id)).slice(20));
  });

  it('is as long as the run is now where it was given more steps than its epochs have', async () => {
    await write({ schedule: { name: 'cosine' }, epochs: 1 });
    const { id, totalSteps, stepsPerEpoch } = await runSession({ ...request, steps: 100 });
    expect([totalSteps, stepsPerEpoch < 50]).toEqual([100, true]);
    const taken = await rates(id);
    expect(taken.every((rate, i) => i === 0 || rate < taken[i - 1]!)).toBe(true);
  });

  it('measures the baselines of a run anew that goes on, since they may be of an older kind', async () => {
    const { id, baselines } = await runSession(request);
    const path = join(runFolder(id), 'run.json');
    await writeFile(
      path,
      JSON.stringify({ ...(await readRecord(runFolder(id))), baselines: { uniform: 2, bigram: 1 } }),
    );
    await resumed(id, 14);
    expect((await readRecord(runFolder(id))).baselines).toEqual(baselines);
  });
});

describe('the kernels of a session', () => {
  it('are named in its record, with the threads that were asked for', async () => {
    const { engine } = await runSession({ ...request, kernels: 'wasm-simd', threads: 3 });
    expect(engine).toEqual({
      name: 'embedded',
      backend: 'none',
      kernels: 'wasm-simd',
      instructions: 'SIMD',
      threads: 3,
    });
  });

  it('end it with an error where a thread of theirs dies; its last checkpoint stays, and it can go on from there', async () => {
    const computing = { ...request, kernels: 'wasm-simd', threads: 2 } as const;
    let directory = '';
    const failed = await runSession(
      { ...computing, steps: 1_000_000 },
      {
        started: (run, controls) => {
          ({ directory } = run);
          void loseThread(controls);
        },
      },
    );
    expect(failed).toMatchObject({ state: 'failed', step: failed.checkpoints.at(-1)!.step });
    expect(failed.problem).toMatchObject({
      step: failed.step,
      message: expect.stringMatching(/thread of the kernels/) as string,
    });
    expect(failed.problem!.remedy).toContain('Resume');
    const steps = failed.step + 5;
    expect(
      await runSession({ ...computing, experimentPath: undefined, resumeDirectory: directory, steps }),
    ).toMatchObject({
      state: 'finished',
      step: steps,
    });
  });
});

/** A thread is gone between two steps. */
async function loseThread(controls: SessionControls): Promise<void> {
  await controls.pause({});
  await (engineKernels() as WasmKernels).workers[0]!.terminate();
  await controls.resume({});
}
