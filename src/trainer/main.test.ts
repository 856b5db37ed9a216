import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunRecord } from '../protocol/run';
import type { TrainerRequest } from '../protocol/session';
import { UserError } from '../protocol/userError';
import { checkpointPath } from '../runs/checkpointFiles';
import { buildProcess, builtProcess } from '../runs/fixtures/buildProcess';
import { temporaryFolder } from '../runs/fixtures/exampleRun';
import { listRuns } from '../runs/listRuns';
import { RunReader } from '../runs/runReader';
import { readRecord } from '../runs/runRecord';
import type { SessionClient } from '../runs/sessionClient';
import { connectSession } from '../runs/sessionClient';
import type { StartedTrainer } from '../runs/startTrainer';
import { startTrainer } from '../runs/startTrainer';
import { isWholeCheckpoint } from '../runs/tornCheckpoint';

const text = 'the cat sat on the mat and the rat sat on the cat, as cats and rats will. '.repeat(60);
const endless = 1_000_000;

vi.setConfig({ testTimeout: 60_000 }); // processes, on machines that do other things too

let script: string;
beforeAll(async () => {
  script = await builtProcess('trainer', await temporaryFolder());
}, 60_000);

let folder: string;
let started: number[];
beforeEach(async () => {
  folder = await temporaryFolder();
  started = [];
});
afterEach(() => {
  for (const processId of started) kill(processId);
});

/** Ends a process of this test, unless it has ended. */
function kill(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL');
  } catch {
    // it has ended
  }
}

interface Parts {
  layers?: object[];
  training?: object;
}

async function writeExperiment({ layers = [{ cell: 'lstm', units: 4 }], training = {} }: Parts = {}): Promise<string> {
  const path = join(folder, 'four.unroll.json');
  await writeFile(join(folder, 'text.txt'), text);
  const experiment = {
    data: { path: 'text.txt', split: [0.8, 0.1, 0.1] },
    model: { input: 'one-hot', layers },
    training: { batch: 2, window: 6, epochs: 1000, validationSymbols: 50, sampleLength: 20, ...training },
  };
  await writeFile(path, JSON.stringify(experiment));
  return path;
}

async function train(request: Partial<TrainerRequest>): Promise<StartedTrainer> {
  const run = await startTrainer(script, { engine: 'embedded', kernels: 'auto', ...request });
  started.push((await readRecord(run.directory)).processId);
  return run;
}

/** Attaches and waits for a state of the run. */
async function whenRun(client: SessionClient, holds: (record: RunRecord) => boolean): Promise<RunRecord> {
  const now = await client.call('describe', {});
  if (holds(now)) return now;
  return new Promise((resolve, reject) => {
    client.onProgressed(({ run }) => holds(run) && resolve(run));
    client.onClosed(() => reject(new Error('the session ended before')));
  });
}

const closed = (client: SessionClient) => new Promise<void>((resolve) => client.onClosed(() => resolve()));

async function ended({ socket, directory }: StartedTrainer): Promise<RunRecord> {
  const client = await connectSession(socket).catch(() => undefined);
  if (client) await closed(client);
  return readRecord(directory);
}

/** Loss by step: what a resumed run wrote again stands in place of what it wrote first. */
async function lossesOf(directory: string): Promise<Map<number, number>> {
  const { steps } = (await new RunReader(directory).read())!;
  return new Map([...steps.step].map((step, index) => [step, steps.loss[index]!]));
}

const failureOf = (start: Promise<unknown>): Promise<UserError> =>
  start.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(UserError);
      return error as UserError;
    },
  );

describe('a training in its own process', () => {
  it('begins at low priority, with its log in the run', async () => {
    const experimentPath = await writeExperiment();
    const run = await train({ experimentPath, steps: endless });
    expect(getPriority(started[0])).toBe(10);
    expect(basename(run.directory)).toBe('four-1');
    expect(await readFile(join(run.directory, 'session.log'), 'utf8')).toMatch(/Training four-1 in process \d+/);
    expect((await readdir(join(folder, '.unroll'))).sort()).toEqual(['.gitignore', 'runs']);
    const [listed] = await listRuns(folder);
    expect(listed).toMatchObject({ id: 'four-1', state: 'running', record: { totalSteps: endless } });
  });

  it('pauses, steps, resumes, samples, changes its learning rate and stops, as asked over its socket', async () => {
    const run = await train({ experimentPath: await writeExperiment(), steps: endless });
    const client = await connectSession(run.socket);
    await whenRun(client, ({ step }) => step >= 3);
    const { step } = await client.call('pause', {});
    expect((await client.call('describe', {})).step).toBe(step);
    expect(await client.call('stepOnce', {})).toEqual({ step: step + 1 });
    expect(await client.call('setLearningRate', { value: 0.25 })).toEqual({ value: 0.25 });
    expect((await client.call('sample', { length: 12, temperature: 1, seed: 3 })).text).toHaveLength(12);
    const failure = await failureOf(client.call('setLearningRate', { value: -1 }));
    expect(failure.text).toContain('-1 is no learning rate.');
    expect(await client.call('resume', {})).toEqual({ step: step + 1 });
    await whenRun(client, (record) => record.step > step + 3);
    const end = closed(client);
    const stopped = await client.call('stop', {});
    await end;
    const record = await readRecord(run.directory);
    expect(record).toMatchObject({ state: 'stopped', step: stopped.step, learningRate: 0.25 });
    expect(record.checkpoints.at(-1)?.step).toBe(stopped.step);
    expect([...(await lossesOf(run.directory)).keys()]).toEqual(Array.from({ length: stopped.step }, (_, i) => i + 1));
  });

  it('goes on when the process that started it ends, which it does by itself', async () => {
    const experimentPath = await writeExperiment();
    const starter = await buildProcess('trainer/fixtures/starter.ts', folder);
    const request = { experimentPath, steps: endless, engine: 'embedded', kernels: 'auto' };
    const parent = spawn(process.execPath, [starter, script, JSON.stringify(request)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    parent.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(parent, 'close')) as [number];
    expect(code).toBe(0);
    const run = JSON.parse(said) as StartedTrainer;
    started.push((await readRecord(run.directory)).processId);
    const client = await connectSession(run.socket);
    const { step } = await client.call('describe', {});
    await whenRun(client, (record) => record.step > step + 5);
    client.dispose();
  });

  it('started twice at once makes two runs', async () => {
    const experimentPath = await writeExperiment();
    const runs = await Promise.all([1, 2].map(() => train({ experimentPath, steps: 5 })));
    expect(runs.map(({ runId }) => runId).sort()).toEqual(['four-1', 'four-2']);
    const records = await Promise.all(runs.map(ended));
    expect(records.map(({ state }) => state)).toEqual(['finished', 'finished']);
    expect(await lossesOf(runs[0]!.directory)).toEqual(await lossesOf(runs[1]!.directory));
  });

  it('that is killed hangs up at once and is listed as interrupted within three seconds', async () => {
    const run = await train({ experimentPath: await writeExperiment(), steps: endless });
    const client = await connectSession(run.socket);
    await whenRun(client, ({ step }) => step >= 3);
    const killedMs = performance.now();
    process.kill(started[0]!, 'SIGKILL');
    await closed(client);
    while ((await listRuns(folder))[0]?.state !== 'interrupted') await new Promise(setImmediate); // threads end one by one
    expect(performance.now() - killedMs).toBeLessThan(3000);
  });

  it('that is asked to end by the system stops with a checkpoint', async () => {
    const run = await train({ experimentPath: await writeExperiment(), steps: endless });
    const client = await connectSession(run.socket);
    await whenRun(client, ({ step }) => step >= 3);
    process.kill(started[0]!, 'SIGTERM');
    await closed(client);
    const record = await readRecord(run.directory);
    expect(record.state).toBe('stopped');
    expect(record.checkpoints.at(-1)?.step).toBe(record.step);
  });

  it('that diverges fails with step, parameter and remedy, and can be resumed with a smaller learning rate', async () => {
    const training = { optimiser: { name: 'sgd', learningRate: 1e30 }, clip: 'off' };
    const layers = [{ cell: 'elman', units: 3, activation: 'identity' }];
    const run = await train({ experimentPath: await writeExperiment({ layers, training }), steps: 50 });
    const record = await ended(run);
    expect(record.state).toBe('failed');
    expect(record.problem).toMatchObject({ step: record.step + 1, parameter: expect.any(String) as string });
    expect(record.problem?.remedy).toMatch(/learning rate/);
    expect(record.checkpoints.at(-1)?.step).toBe(record.step);
    expect(await readFile(join(run.directory, 'session.log'), 'utf8')).toContain(record.problem?.message);
  });
});

describe('a run that goes on', () => {
  it('has the very losses of one that was never interrupted', async () => {
    const training = { checkpointEvery: 7, validateEvery: 10, reachEvery: 5 };
    const experimentPath = await writeExperiment({
      training,
      layers: [
        { cell: 'lstm', units: 4 },
        { cell: 'gru', units: 3 },
      ],
    });
    const whole = await train({ experimentPath, steps: 60 });
    await ended(whole);
    const broken = await train({ experimentPath, steps: 60 });
    const client = await connectSession(broken.socket);
    for (let { step } = await client.call('pause', {}); step < 24;) ({ step } = await client.call('stepOnce', {}));
    process.kill(started[1]!, 'SIGKILL');
    await closed(client);
    const resumed = await train({ resumeDirectory: broken.directory });
    expect(resumed.directory).toBe(broken.directory);
    const record = await ended(resumed);
    expect(record).toMatchObject({ id: 'four-2', state: 'finished', step: 60, totalSteps: 60 });
    expect(await lossesOf(broken.directory)).toEqual(await lossesOf(whole.directory));
    expect(record.validationLoss).toBe((await readRecord(whole.directory)).validationLoss);
    const last = (directory: string) => readFile(join(directory, 'checkpoints', 'step-60.safetensors'));
    expect((await last(broken.directory)).equals(await last(whole.directory))).toBe(true);
  });

  it('leaves out a torn newest checkpoint, and says so in the log', async () => {
    const { directory } = await stoppedRun();
    const newest = (await readRecord(directory)).checkpoints.at(-1)!;
    const path = join(directory, 'checkpoints', newest.file);
    await writeFile(path, (await readFile(path)).subarray(0, 300));
    const record = await ended(await train({ resumeDirectory: directory, steps: 22 }));
    expect(record).toMatchObject({ state: 'finished', step: 22 });
    const log = await readFile(join(directory, 'session.log'), 'utf8');
    expect(log).toContain(`The checkpoint ${newest.file} is torn: its header is not whole. four-1 goes on from step`);
    for (const { file } of record.checkpoints)
      expect(await isWholeCheckpoint(checkpointPath(directory, file))).toBe(true);
    expect([...(await lossesOf(directory)).keys()]).toEqual(Array.from({ length: 22 }, (_, i) => i + 1));
  });

  it('takes another learning rate if it is given one', async () => {
    const { directory } = await stoppedRun();
    const { step } = await readRecord(directory);
    await ended(await train({ resumeDirectory: directory, steps: 40, learningRate: 0.0625 }));
    const { steps } = (await new RunReader(directory).read())!;
    expect(steps.learningRate[step - 1]).toBe(0.002);
    expect(steps.learningRate[step]).toBe(0.0625);
  });

  it('refuses a text that has changed, naming both', async () => {
    const { directory } = await stoppedRun();
    const { sha256 } = (await readRecord(directory)).data;
    await writeFile(join(folder, 'text.txt'), text.replace('cat', 'dog'));
    const failure = await failureOf(train({ resumeDirectory: directory }));
    expect(failure.message).toContain(join(folder, 'text.txt'));
    expect(failure.message).toContain(sha256.slice(0, 12));
    expect(failure.remedy).toContain('Put the former text back');
    expect((await readRecord(directory)).state).toBe('stopped');
  });

  it('refuses while it is being trained, and when it is finished', async () => {
    const run = await train({ experimentPath: await writeExperiment(), steps: endless });
    expect((await failureOf(train({ resumeDirectory: run.directory }))).message).toContain('is being trained already');
    const client = await connectSession(run.socket);
    await client.call('stop', {});
    await closed(client);
    const done = await train({ experimentPath: await writeExperiment(), steps: 2 });
    await ended(done);
    expect((await failureOf(train({ resumeDirectory: done.directory }))).message).toContain('four-2 is finished');
  });

  it('is resumed by one of two who ask at once', async () => {
    const { directory } = await stoppedRun();
    const both = await Promise.allSettled([1, 2].map(() => train({ resumeDirectory: directory, steps: endless })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  /** A run of 20 steps or a few more, with several checkpoints. */
  async function stoppedRun(): Promise<StartedTrainer> {
    const run = await train({ experimentPath: await writeExperiment({ training: { checkpointEvery: 6 } }), steps: 20 });
    await ended(run);
    const record = JSON.parse(await readFile(join(run.directory, 'run.json'), 'utf8')) as RunRecord;
    await writeFile(join(run.directory, 'run.json'), JSON.stringify({ ...record, state: 'stopped' }));
    return run;
  }
});

describe('a training that cannot begin', () => {
  it('says everything that is wrong with its experiment', async () => {
    const path = await writeExperiment({ training: { batch: 0, wndow: 5 } });
    const failure = await failureOf(train({ experimentPath: path }));
    expect(failure.message).toContain('four.unroll.json has 2 mistakes');
    expect(failure.message).toContain('batch');
    expect(failure.message).toContain('wndow');
    expect((await readdir(folder)).sort()).toEqual(['four.unroll.json', 'text.txt']);
  });

  it('says how long its text is and how long it must be', async () => {
    const path = await writeExperiment({ training: { batch: 500, window: 100 } });
    expect((await failureOf(train({ experimentPath: path }))).message).toMatch(/has \d+ symbols, fewer than the 50001/);
  });

  it('says so where the experiment, the text or the weights are missing', async () => {
    const path = await writeExperiment();
    expect((await failureOf(train({ experimentPath: join(folder, 'no.unroll.json') }))).message).toContain(
      'There is no file',
    );
    const weights = failureOf(train({ experimentPath: path, weightsPath: join(folder, 'no.safetensors') }));
    expect((await weights).message).toContain('no.safetensors');
    await rm(join(folder, 'text.txt'));
    expect((await failureOf(train({ experimentPath: path }))).message).toContain(join(folder, 'text.txt'));
  });

  it('starts from the weights that it is given, and refuses those of another shape', async () => {
    const untrained = await train({ experimentPath: await writeExperiment(), steps: 0 });
    expect(await ended(untrained)).toMatchObject({ state: 'finished', step: 0 });
    const weightsPath = join(folder, 'weights.safetensors');
    await copyFile(join(untrained.directory, 'checkpoints', 'step-0.safetensors'), weightsPath);
    const trained = await train({ experimentPath: await writeExperiment(), steps: 3 });
    await ended(trained);
    const otherSeed = await writeExperiment({ training: { seed: 2 } });
    const fromWeights = await train({ experimentPath: otherSeed, steps: 3, weightsPath });
    await ended(fromWeights);
    expect(await lossesOf(fromWeights.directory)).toEqual(await lossesOf(trained.directory));
    const wider = await writeExperiment({ layers: [{ cell: 'lstm', units: 5 }] });
    expect((await failureOf(train({ experimentPath: wider, weightsPath }))).message).toContain('weight');
  });
});
