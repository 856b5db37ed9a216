import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { engineKernels } from '../engine/backend/engineKernels';
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
    const again = await runSession({ ...request, experimentPath: undefined, resumeDirectory: directory });
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
  const runFolder = (id: string) => join(request.experimentPath!, '..', '.unroll', 'runs', id);

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
