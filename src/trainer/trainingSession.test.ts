import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { StepResult } from '../engine/training/training';
import { NotFiniteError } from '../engine/training/notFiniteError';
import type { TrainingOptions } from '../protocol/experiment';
import type { EarlyEnd, RunRecord } from '../protocol/run';
import type { SampleRequest } from '../protocol/session';
import { UserError } from '../protocol/userError';
import type { Disk } from '../runs/disk';
import { disk } from '../runs/disk';
import { exampleExperiment, exampleRun, temporaryFolder } from '../runs/fixtures/exampleRun';
import { RunReader } from '../runs/runReader';
import { readRecord } from '../runs/runRecord';
import type { RunWriter } from '../runs/runWriter';
import { WriteFailure } from '../runs/writeFailure';
import type { SessionHooks } from './sessionHooks';
import { TrainingSession } from './trainingSession';
import type { TrainingSteps } from './trainingWork';

/** A training whose every number is known: the loss of step n is 1/n. */
class CountedTraining implements TrainingSteps {
  step = 0;
  epoch = 1;
  learningRate = 0.5;
  nonFinite = 0;
  earlyEnd: EarlyEnd | undefined;
  validations = 0;
  samples: SampleRequest[] = [];
  divergesAt = Infinity;
  breaksAt = Infinity;

  /** Ends early as soon as a validation loss was measured from this step on. */
  endsFrom = Infinity;
  skipsAt = -1;

  takeStep({ profile, reach }: { profile: boolean; reach: boolean }): StepResult {
    const step = this.step + 1;
    if (step === this.divergesAt) throw new NotFiniteError(step, 'head.bias', 0.5);
    if (step === this.breaksAt) throw new TypeError('a bug');
    this.step = step;
    if (step === this.skipsAt) {
      this.nonFinite++;
      const skipped = { loss: NaN, gradientNorm: Infinity, clippedNorm: 0, nonFinite: 'skipped' } as const;
      return { step, epoch: 1, learningRate: this.learningRate, ...skipped };
    }
    return {
      step,
      epoch: 1,
      loss: 1 / step,
      gradientNorm: 2,
      clippedNorm: 1,
      learningRate: this.learningRate,
      profile: profile ? new Float32Array(4) : undefined,
      reach: reach ? new Float32Array(4) : undefined,
    };
  }

  /** Best at step 5. */
  validate(): number {
    this.validations++;
    if (this.step >= this.endsFrom) this.earlyEnd = { step: this.step, bestStep: 5, measurements: 3 };
    return 1 + Math.abs(this.step - 5);
  }

  sample(request: SampleRequest): string {
    this.samples.push(request);
    return `text of ${this.step}`;
  }

  checkpoint(): Uint8Array {
    return Buffer.from(`weights of ${this.step}`);
  }
}

let folder: string;
let training: CountedTraining;
let writer: RunWriter;
let isFull: boolean;
let told: RunRecord[];
beforeEach(async () => {
  folder = await temporaryFolder();
  training = new CountedTraining();
  isFull = false;
  told = [];
});

const filling: Disk = {
  replace: (path, content) => (isFull ? Promise.reject(full(path)) : disk.replace(path, content)),
  writeAt: (path, bytes, position) => (isFull ? Promise.reject(full(path)) : disk.writeAt(path, bytes, position)),
};
const full = (path: string) => WriteFailure.of(path, Object.assign(new Error(), { code: 'ENOSPC' }));

async function session(
  totalSteps: number,
  options: Partial<TrainingOptions> = {},
  hooks: SessionHooks = {},
): Promise<TrainingSession> {
  writer = await exampleRun(folder, { totalSteps }, filling);
  return new TrainingSession(training, { ...exampleExperiment.training, ...options }, writer, hooks, (record) =>
    told.push(structuredClone(record)),
  );
}

/** Resolves when a step was taken for which this holds; hooks for a session. */
function whenStep(step: number): { hooks: SessionHooks; reached: Promise<void> } {
  const hooks: SessionHooks = {};
  const reached = new Promise<void>((resolve) => {
    hooks.stepped = (result) => result.step >= step && resolve();
  });
  return { hooks, reached };
}

const checkpoints = () => readdir(join(writer.directory, 'checkpoints')).then((files) => files.sort());
const readAll = () => new RunReader(writer.directory).read();
const ten = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('a session that is left alone', () => {
  it('trains to the end, measures, and keeps the best checkpoint and the last', async () => {
    const options = { validateEvery: 6, sampleEvery: 4, reachEvery: 5, checkpointEvery: 3 };
    const record = await (await session(12, options)).run();
    const { steps, validation, reach, samples } = (await readAll())!;
    expect([...steps.step]).toEqual(ten(12));
    expect([...steps.loss]).toEqual(ten(12).map((step) => 1 / step));
    expect([...validation.step]).toEqual([1, 2, 5, 6, 12]);
    expect([...reach].filter((_, index) => index % 5 === 0)).toEqual([1, 5, 10, 12]);
    expect(samples.map(({ text }) => text)).toEqual(['text of 4', 'text of 8', 'text of 12']);
    expect(record).toMatchObject({
      state: 'finished',
      step: 12,
      trainingLoss: 1 / 12,
      validationLoss: 8,
      best: { step: 5, validationLoss: 1 },
    });
    expect(await checkpoints()).toEqual(['step-12', 'step-5', 'step-6', 'step-9'].map((name) => `${name}.safetensors`));
    expect(record.checkpoints.map(({ step, isBest }) => [step, isBest])).toEqual([
      [5, true],
      [6, false],
      [9, false],
      [12, false],
    ]);
    expect(await readRecord(writer.directory)).toMatchObject({ state: 'finished', step: 12 });
  });

  it('of no steps writes one checkpoint and ends', async () => {
    const record = await (await session(0)).run();
    expect(record).toMatchObject({ state: 'finished', step: 0, validationLoss: 6 });
    expect(await checkpoints()).toEqual(['step-0.safetensors']);
    expect((await readAll())?.steps.step.length).toBe(0);
  });

  it('samples each step from a seed of its own, whatever was asked in between', async () => {
    await (await session(4, { sampleEvery: 2, seed: 7 })).run();
    const seeds = training.samples.map(({ seed }) => seed);
    const first = training;
    training = new CountedTraining();
    const { hooks, reached } = whenStep(1);
    const asked = await session(4, { sampleEvery: 2, seed: 7 }, hooks);
    void reached.then(() => asked.sample({ length: 5, temperature: 1 }));
    await asked.run();
    const scheduled = training.samples.filter(({ length }) => length !== 5);
    expect(scheduled.map(({ seed }) => seed)).toEqual(seeds);
    expect(training.samples.length).toBe(first.samples.length + 1);
    expect(new Set(seeds).size).toBe(2);
  });

  it('tells of progress at every change, and otherwise at most ten times a second', async () => {
    const startedMs = performance.now();
    await (await session(3000)).run();
    const seconds = (performance.now() - startedMs) / 1000;
    expect(told[0]?.state).toBe('running');
    expect(told.at(-1)).toMatchObject({ state: 'finished', step: 3000 });
    expect(told.length).toBeLessThanOrEqual(3 + 10 * seconds);
  });

  it('ends early as finished, says why, and keeps the best checkpoint', async () => {
    training.endsFrom = 9;
    const record = await (await session(100, { validateEvery: 6 })).run();
    const earlyEnd = { step: 12, bestStep: 5, measurements: 3 };
    expect(record).toMatchObject({ state: 'finished', step: 12, totalSteps: 100, earlyEnd, best: { step: 5 } });
    expect(await readRecord(writer.directory)).toMatchObject({ state: 'finished', earlyEnd });
    expect([...(await readAll())!.steps.step]).toEqual(ten(12));
    expect(record.checkpoints.filter(({ isBest }) => isBest).map(({ step }) => step)).toEqual([5]);
    expect(record.checkpoints.at(-1)?.step).toBe(12);
  });

  it('that is to end early at its last step has simply finished', async () => {
    training.endsFrom = 10;
    const record = await (await session(10, { validateEvery: 5 })).run();
    expect(record).toMatchObject({ state: 'finished', step: 10 });
    expect(record.earlyEnd).toBeUndefined();
  });

  it('counts and marks the steps that were not finite, and keeps the last loss that was', async () => {
    training.skipsAt = 4;
    const record = await (await session(4)).run();
    expect(record).toMatchObject({ state: 'finished', nonFinite: 1, trainingLoss: 1 / 3 });
    const { steps } = (await readAll())!;
    expect([...steps.nonFinite]).toEqual([0, 0, 0, 1]);
    expect(steps.loss[3]).toBeNaN();
    expect([steps.gradientNorm[3], steps.clippedNorm[3]]).toEqual([Infinity, 0]);
    const lines = (await readFile(join(writer.directory, 'metrics.jsonl'), 'utf8')).trim().split('\n');
    const found = lines.map((line) => JSON.parse(line) as object).filter((line) => 'nonFinite' in line);
    expect(found).toEqual([expect.objectContaining({ step: 4, loss: 'NaN', nonFinite: 'skipped' })]);
  });

  it('checkpoints at its interval', async () => {
    const saved: number[] = [];
    const writing: Disk = {
      ...disk,
      replace: (path, content) => {
        const step = /step-(\d+)/.exec(path)?.[1];
        if (step) saved.push(Number(step));
        return disk.replace(path, content);
      },
    };
    training.validate = () => NaN;
    writer = await exampleRun(folder, { totalSteps: 9 }, writing);
    const options = { ...exampleExperiment.training, checkpointEvery: 4 };
    const record = await new TrainingSession(training, options, writer, {}, () => undefined).run();
    expect(saved).toEqual([0, 4, 8, 9]);
    expect(record.best).toBeUndefined();
  });
});

describe('a checkpoint', () => {
  it('has a validation loss only where it was measured at its step', async () => {
    const record = await (await session(13, { validateEvery: 6, checkpointEvery: 4 })).run();
    const losses = record.checkpoints.map(({ step, validationLoss }) => [step, validationLoss]);
    expect(losses).toEqual([
      [5, 1],
      [8, undefined],
      [12, 8],
      [13, 9],
    ]);
    expect(record).toMatchObject({ validationLoss: 9, validationStep: 13 });
  });

  it('comes after everything that its step leaves behind is on disk, so that a run that goes on lacks nothing', async () => {
    const found: string[][] = [];
    const watching: Disk = {
      ...disk,
      replace: async (path, content) => {
        if (/step-[1-9]/.test(path)) found.push(await lastLines(), [String(/step-\d+/.exec(path))]);
        return disk.replace(path, content);
      },
    };
    const lastLines = async (): Promise<string[]> => {
      const lines = ['metrics.jsonl', 'samples.jsonl'].map((file) => readFile(join(writer.directory, file), 'utf8'));
      return (await Promise.all(lines.map((text) => text.catch(() => '')))).map(
        (text) => text.split('\n').at(-2) ?? '',
      );
    };
    writer = await exampleRun(folder, { totalSteps: 10 }, watching);
    const options = { ...exampleExperiment.training, validateEvery: 5, sampleEvery: 5, checkpointEvery: 5 };
    await new TrainingSession(training, options, writer, {}, () => undefined).run();
    const lines = (step: number) => [
      JSON.stringify({ step, validationLoss: 1 + step - 5 }),
      JSON.stringify({ step, temperature: 0.8, text: `text of ${step}` }),
    ];
    expect(found.slice(-4)).toEqual([lines(5), ['step-5'], lines(10), ['step-10']]);
  });

  it('of the last step knows what was measured at the end', async () => {
    const saved: [string, number][] = [];
    const watching: Disk = {
      ...disk,
      replace: (path, content) => {
        if (/step-[1-9]/.test(path)) saved.push([String(/step-\d+/.exec(path)), training.validations]);
        return disk.replace(path, content);
      },
    };
    writer = await exampleRun(folder, { totalSteps: 4 }, watching);
    training.validate = () => {
      training.validations++;
      return 9;
    };
    const options = { ...exampleExperiment.training, validateEvery: 100, checkpointEvery: 4 };
    await new TrainingSession(training, options, writer, {}, () => undefined).run();
    expect(saved.at(-1)).toEqual(['step-4', training.validations]);
  });
});

describe('a session that is asked', () => {
  it('pauses, steps, resumes and stops, between steps', async () => {
    const { hooks, reached } = whenStep(3);
    const live = await session(1e9, {}, hooks);
    const ended = live.run();
    await reached;
    const { step } = await live.pause();
    expect(training.step).toBe(step);
    expect(await readRecord(writer.directory)).toMatchObject({ state: 'paused', step });
    expect(await checkpoints()).toContain(`step-${step}.safetensors`);
    expect([...(await readAll())!.steps.step]).toEqual(ten(step));
    expect(await live.stepOnce()).toEqual({ step: step + 1 });
    expect(await live.stepOnce()).toEqual({ step: step + 2 });
    expect(live.describe().state).toBe('paused');
    const further = whenStep(step + 4);
    Object.assign(hooks, further.hooks);
    expect(await live.resume()).toEqual({ step: step + 2 });
    await further.reached;
    const stopped = await live.stop();
    expect((await ended).state).toBe('stopped');
    expect(stopped.step).toBeGreaterThanOrEqual(step + 4);
    expect(await checkpoints()).toContain(`step-${stopped.step}.safetensors`);
    expect(await readRecord(writer.directory)).toMatchObject({ state: 'stopped', step: stopped.step });
    expect([...(await readAll())!.steps.step]).toEqual(ten(stopped.step));
    await expect(live.pause()).rejects.toThrow('The session has ended');
  });

  it('finishes with the last single step', async () => {
    const live = await session(2);
    const asked = live.pause();
    const ended = live.run();
    await asked;
    await live.stepOnce();
    expect(live.describe().state).toBe('paused');
    expect(await live.stepOnce()).toEqual({ step: 2 });
    expect((await ended).state).toBe('finished');
  });

  it('takes another learning rate from the next step on, and refuses what is none', async () => {
    const live = await session(3);
    const paused = live.pause();
    const ended = live.run();
    await paused;
    await live.stepOnce();
    expect(await live.setLearningRate({ value: 0.125 })).toEqual({ value: 0.125 });
    for (const value of [0, -1, NaN, Infinity])
      await expect(live.setLearningRate({ value })).rejects.toBeInstanceOf(UserError);
    await live.resume();
    expect((await ended).learningRate).toBe(0.125);
    expect([...(await readAll())!.steps.learningRate]).toEqual([0.5, 0.125, 0.125]);
  });

  it('takes a learning rate given in a pause into the checkpoint that it stops with', async () => {
    training.checkpoint = () => Buffer.from(`learning rate ${training.learningRate}`);
    const live = await session(1e9);
    const paused = live.pause();
    const ended = live.run();
    const { step } = await paused;
    const saved = () => readFile(join(writer.directory, 'checkpoints', `step-${step}.safetensors`), 'utf8');
    expect(await saved()).toBe('learning rate 0.5');
    await live.setLearningRate({ value: 0.25 });
    await live.stop();
    await ended;
    expect(await saved()).toBe('learning rate 0.25');
  });

  it('samples a text from the weights of this moment, which is in the run too', async () => {
    const live = await session(1e9);
    const paused = live.pause();
    const ended = live.run();
    const { step } = await paused;
    const request = { length: 20, temperature: 0.7, prime: 'Call' };
    expect(await live.sample(request)).toEqual({ text: `text of ${step}` });
    expect(training.samples[0]).toMatchObject(request);
    expect((await readAll())?.samples).toEqual([{ step, temperature: 0.7, text: `text of ${step}` }]);
    await expect(live.sample({ length: 0, temperature: 1 })).rejects.toBeInstanceOf(UserError);
    await expect(live.sample({ length: 5, temperature: 0 })).rejects.toBeInstanceOf(UserError);
    await live.stop();
    await ended;
  });

  it('leaves pauses out of the time that it trained', async () => {
    const live = await session(1e9);
    const paused = live.pause();
    const ended = live.run();
    await paused;
    const before = live.describe().trainedMs;
    const startedMs = performance.now();
    while (performance.now() - startedMs < 60) await new Promise(setImmediate);
    await live.stop();
    expect((await ended).trainedMs - before).toBeLessThan(30);
  });
});

describe('a session whose weights diverge', () => {
  it('fails, names step, parameter and remedy, and keeps the weights from before', async () => {
    training.divergesAt = 8;
    const record = await (await session(20)).run();
    expect(record).toMatchObject({ state: 'failed', step: 7, problem: { step: 8, parameter: 'head.bias' } });
    expect(record.problem?.message).toMatch(/step 8.*head\.bias/);
    expect(record.problem?.remedy).toMatch(/learning rate below 0\.5/);
    expect(await readRecord(writer.directory)).toMatchObject({ state: 'failed', problem: record.problem });
    const kept = await readFile(join(writer.directory, 'checkpoints', 'step-7.safetensors'), 'utf8');
    expect(kept).toBe('weights of 7');
    expect([...(await readAll())!.steps.step]).toEqual(ten(7));
  });

  it('tells whoever asked for the step', async () => {
    training.divergesAt = 1;
    const live = await session(20);
    const paused = live.pause();
    const ended = live.run();
    await paused;
    await expect(live.stepOnce()).rejects.toBeInstanceOf(NotFiniteError);
    expect((await ended).state).toBe('failed');
  });
});

it('a bug ends the run as failed, with its stack in the log', async () => {
  training.breaksAt = 3;
  const lines: string[] = [];
  const record = await (await session(20, {}, { log: (line) => lines.push(line) })).run();
  expect(record).toMatchObject({ state: 'failed', step: 2, problem: { message: 'a bug', step: 2 } });
  expect(lines.join('\n')).toMatch(/TypeError: a bug\n +at CountedTraining\.takeStep/);
});

describe('a session whose disk is full', () => {
  /** A session that has paused by itself at a step above 5, because nothing can be written. */
  async function heldUp(totalSteps: number) {
    const paused = new Promise<RunRecord>((resolve) => {
      hooks.progressed = (record) => record.problem && resolve(record);
    });
    hooks.stepped = ({ step }) => void (isFull ||= step > 5);
    const live = await session(totalSteps, { validateEvery: 3, sampleEvery: 4 }, hooks);
    const ended = live.run();
    return { live, ended, record: await paused };
  }
  let hooks: SessionHooks;
  beforeEach(() => {
    hooks = {};
  });

  it('pauses, says what could not be written and what to do, and keeps the old checkpoints', async () => {
    const { live, ended, record } = await heldUp(1000);
    expect(record.state).toBe('paused');
    expect(record.problem?.message).toMatch(/four-1.* could not be written: the disk is full\./);
    expect(record.problem?.remedy).toMatch(/Free some space.*Then resume\./);
    expect(await checkpoints()).toEqual(['step-1', 'step-2', 'step-3'].map((name) => `${name}.safetensors`));
    isFull = false;
    hooks.stepped = undefined;
    await live.stop();
    await ended;
  });

  it('goes on where it was as soon as there is space, and nothing is missing', async () => {
    const { live, ended } = await heldUp(30);
    hooks.stepped = undefined;
    await expect(live.resume()).rejects.toThrow('the disk is full');
    expect(live.describe()).toMatchObject({ state: 'paused', problem: { remedy: expect.any(String) as string } });
    isFull = false;
    await live.resume();
    const record = await ended;
    expect(record).toMatchObject({ state: 'finished', step: 30 });
    expect(record.problem).toBeUndefined();
    const { steps, validation, samples } = (await readAll())!;
    expect([...steps.step]).toEqual(ten(30));
    expect([...validation.step]).toEqual([1, 2, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30]);
    expect(samples.map(({ step }) => step)).toEqual([4, 8, 12, 16, 20, 24, 28, 30]);
    expect(await checkpoints()).toContain('step-30.safetensors');
  });

  it('cannot be stopped without losing what is in memory, so it stays paused and says so', async () => {
    const { live, ended } = await heldUp(1000);
    await expect(live.stop()).rejects.toThrow('the disk is full');
    expect(live.describe().state).toBe('paused');
    isFull = false;
    hooks.stepped = undefined;
    await live.resume();
    expect(live.describe().state).toBe('running');
    const { step } = await live.stop();
    expect((await ended).state).toBe('stopped');
    expect([...(await readAll())!.steps.step]).toEqual(ten(step));
  });

  it('ends as failed where nobody is there to resume it', async () => {
    hooks.onDiskProblem = 'fail';
    hooks.stepped = ({ step }) => void (isFull ||= step > 5);
    const record = await (await session(1000, { validateEvery: 3 }, hooks)).run();
    expect(record.state).toBe('failed');
    expect(record.problem?.message).toContain('the disk is full');
  });
});
