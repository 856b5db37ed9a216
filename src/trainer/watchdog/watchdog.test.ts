import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunRecord } from '../../protocol/run';
import type { TrainerRequest } from '../../protocol/session';
import { temporaryFolder } from '../../runs/fixtures/exampleRun';
import { RunReader } from '../../runs/runReader';
import { readRecord } from '../../runs/runRecord';
import { startTrainer, type StartedTrainer } from '../../runs/startTrainer';
import { buildTrainer } from '../fixtures/buildTrainer';

vi.setConfig({ testTimeout: 60_000 });

let script: string;
beforeAll(async () => {
  script = await buildTrainer(await temporaryFolder());
}, 60_000);

let folder: string;
const seen = new Set<number>();
beforeEach(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder, 'text.txt'), 'the cat sat on the mat and the rat sat on the cat. '.repeat(60));
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const processId of seen) kill(processId);
  seen.clear();
});

/** Ends a process of this test, unless it has ended. */
function kill(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL');
  } catch {
    // it has ended
  }
}

async function train(training: object, stands?: string): Promise<StartedTrainer> {
  const experimentPath = join(folder, 'four.unroll.json');
  const experiment = {
    data: { path: 'text.txt', split: [0.8, 0.1, 0.1] },
    model: {
      input: { embedding: 5 },
      layers: [
        { cell: 'lstm', units: 12, dropout: 0.2 },
        { cell: 'gru', units: 6 },
      ],
    },
    training: { batch: 3, window: 8, epochs: 1000, validationSymbols: 50, sampleLength: 20, ...training },
  };
  await writeFile(experimentPath, JSON.stringify(experiment));
  vi.stubEnv('UNROLL_STEP_LIMIT_MS', stands === undefined ? '' : '1000');
  vi.stubEnv('UNROLL_TEST_STAND_STILL', stands ?? '');
  const request: TrainerRequest = { experimentPath, engine: 'embedded', kernels: 'auto', threads: 2, steps: 60 };
  return startTrainer(script, request);
}

/** The record of a run that has ended, by whichever process. */
async function whenEnded({ directory }: StartedTrainer): Promise<RunRecord> {
  for (;;) {
    const record = await readRecord(directory);
    seen.add(record.processId);
    if (record.state !== 'running') return record;
    await new Promise(setImmediate);
  }
}

const logOf = ({ directory }: StartedTrainer) => readFile(join(directory, 'session.log'), 'utf8');

/** What a run has written, by step, as what stands behind replaces what stands before; without what is of the clock. */
async function contentOf({ directory }: StartedTrainer) {
  const { steps, validation, samples, profile, reach } = (await new RunReader(directory).read())!;
  const { layouts } = await readRecord(directory);
  const { stepMs, ...columns } = steps;
  expect(stepMs).toHaveLength(steps.step.length);
  const rows = (of: Record<string, Float64Array>) =>
    new Map([...of.step!].map((step, i) => [step, Object.entries(of).map(([name, column]) => [name, column[i]])]));
  const records = (floats: Float32Array, width: number) =>
    new Map(
      Array.from({ length: floats.length / width }, (_, i) => floats.slice(i * width, (i + 1) * width)).map((each) => [
        each[0],
        each,
      ]),
    );
  const last = await readFile(join(directory, 'checkpoints', 'step-60.safetensors'));
  return {
    steps: rows(columns),
    validation: rows(validation),
    samples: new Map(samples.map((sample) => [sample.step, sample])),
    profile: records(profile, layouts.profile.width),
    reach: records(reach, layouts.reach.width),
    checkpoint: createHash('sha256').update(last).digest('hex'),
  };
}

describe.skipIf(process.platform === 'win32')('a session whose step does not end', () => {
  const training = { checkpointEvery: 7, validateEvery: 10, reachEvery: 5, sampleEvery: 11 };

  it('is ended, and goes on from its last checkpoint with the bits of one that was never disturbed', async () => {
    const twin = await train(training);
    expect((await whenEnded(twin)).revived).toBeUndefined();
    const run = await train(training, `40 ${join(folder, 'stood')}`);
    const first = (await readRecord(run.directory)).processId;
    const record = await whenEnded(run);
    expect(record).toMatchObject({ state: 'finished', step: 60, revived: { step: 40, from: 35, times: 1 } });
    expect(record.processId).not.toBe(first);
    expect(() => process.kill(first, 0)).toThrow();
    expect(await contentOf(run)).toEqual(await contentOf(twin));
    const log = await logOf(run);
    expect(log).toMatch(/Step 40 has not ended in .*\. The session is ended and goes on from its last checkpoint\./);
    expect(log).toContain(`Going on with ${record.id} in process ${record.processId}.`);
  });

  it('goes on likewise, at once, where the kernels say that a thread of theirs stands', async () => {
    const run = await train(training, `40 ${join(folder, 'stood')} thread-1-stands`);
    const record = await whenEnded(run);
    expect(record).toMatchObject({ state: 'finished', step: 60, revived: { step: 40, from: 35, times: 1 } });
    const log = await logOf(run);
    expect(log).toMatch(/thread-1-stands[^]*The session is ended and goes on from its last checkpoint\./);
  });

  it('is ended and not begun again where it stands in the same step once more', async () => {
    const run = await train({ checkpointEvery: 7 }, '30');
    const record = await whenEnded(run);
    expect(record).toMatchObject({ state: 'failed', revived: { step: 30, from: 28, times: 1 } });
    expect(record.problem).toMatchObject({ step: 30 });
    expect(record.problem!.message).toMatch(
      /^Step 30 has not ended in .* The session is ended: it stood there before\.$/,
    );
    expect(record.problem!.remedy).toContain('loops for ever');
    expect(record.checkpoints.at(-1)!.step).toBe(28);
  });

  it('is said to last while it does', async () => {
    const run = await train({}, '1'); // the first step may last ten times as long
    let log = '';
    while (!log.includes('lasted')) log = await logOf(run);
    seen.add((await readRecord(run.directory)).processId);
    expect(log).toMatch(/Step 1 has lasted .* and goes on\./);
    expect((await readRecord(run.directory)).state).toBe('running');
  });
});
