import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../../src/protocol/run';
import { listRun } from '../../src/runs/listRuns';
import { readFrozenExperiment } from '../../src/runs/runFolder';
import { RunReader } from '../../src/runs/runReader';
import { readRecord, runsFolder } from '../../src/runs/runRecord';
import { connectSession, type SessionClient } from '../../src/runs/sessionClient';
import { startTrainer } from '../../src/runs/startTrainer';
import { eachCase, rightOf } from './eachCase';
import { openDescriptors, residentBytes, slope } from './memory';
import type { Outcome, TortureContext, TorturePart } from './part';
import { placeTrainee, requestOf, type Trainee } from './trainees';

/** Steps that are taken while a panel is attached. */
const stepsEach = 1000;

/** A session that trains for long, while panels come and go, neither grows nor keeps anything open. */
export const soak: TorturePart = {
  name: 'soak',
  title: `a panel attached and detached, ${stepsEach.toLocaleString('en')} steps each time`,
  count: 200,
  shortCount: 6,
  async run(context) {
    const trained = await begin(context);
    const sitting = Date.now();
    try {
      await eachCase(context, 1, (index) => watch(trained, index, sitting));
    } finally {
      await end(trained);
    }
    report(context);
  },
};

const trainee: Trainee = {
  name: 'a soak',
  model: { layers: [{ cell: 'lstm', units: 4 }] },
  training: { epochs: 1_000_000, validateEvery: 500, sampleEvery: 1000 },
};

interface Trained {
  directory: string;
  socket: string;
  processId: number;
}

/** Begins the run, or goes on with that of the last sitting. */
async function begin({ root, scratch, from, count }: TortureContext): Promise<Trained> {
  const run = join(runsFolder(scratch), 'small-1');
  const isNew = from === 0 || !existsSync(run);
  if (isNew) await rm(scratch, { recursive: true, force: true });
  const experimentPath = await placeTrainee(scratch, trainee);
  const of = isNew ? { experimentPath } : { resumeDirectory: run };
  const steps = 10 * count * stepsEach; // without anybody it ends, too
  const { directory, socket } = await startTrainer(
    join(root, 'dist', 'trainer.cjs'),
    requestOf(trainee, { ...of, steps }),
  );
  return { directory, socket, processId: (await readRecord(directory)).processId };
}

async function end({ socket, directory }: Trained): Promise<void> {
  const client = await connectSession(socket);
  const closed = new Promise<void>((resolve) => client.onClosed(resolve));
  await client.call('stop', {});
  await closed;
  client.dispose();
  const { state, problem } = await readRecord(directory);
  if (state !== 'stopped') throw new Error(`the run is ${state}: ${problem?.message ?? ''}`);
}

/** A panel is opened, reads along until its steps are taken, and is closed. */
async function watch(trained: Trained, index: number, sitting: number): Promise<Omit<Outcome, 'case'>> {
  const { directory, socket, processId } = trained;
  const client = await connectSession(socket);
  const seen = await readAlong(client, directory, (index + 1) * stepsEach);
  client.dispose();
  const record = await readRecord(directory);
  const isWhole = seen === record.step;
  await whenClosed();
  global.gc?.();
  return {
    isRight: isWhole && record.state === 'paused',
    words: isWhole ? `the run is ${record.state}` : `the panel has seen ${seen} of ${record.step} steps`,
    figures: {
      sitting,
      step: record.step,
      trainerBytes: residentBytes(processId),
      trainerDescriptors: openDescriptors(processId),
      panelBytes: process.memoryUsage().heapUsed,
      panelDescriptors: openDescriptors(process.pid),
      panelHandles: process.getActiveResourcesInfo().length,
    },
  };
}

/** As the training panel does. @returns the number of the last step that it has read */
async function readAlong(client: SessionClient, directory: string, until: number): Promise<number> {
  const reader = new RunReader(directory);
  await Promise.all([listRun(directory), readFrozenExperiment(directory)]);
  let seen = 0;
  const read = async (): Promise<void> => {
    seen = (await reader.read())?.steps.step.at(-1) ?? seen;
  };
  let reading = read();
  const reached = new Promise<void>((resolve, reject) => {
    const look = (run: RunRecord): void => {
      reading = reading.then(read);
      if (run.step >= until) resolve();
    };
    client.onProgressed(({ run }) => look(run));
    client.onClosed(() => reject(new Error('the session has ended')));
    client.call('describe', {}).then(look, reject);
    client.call('resume', {}).catch(reject);
  });
  await reached;
  await client.call('pause', {});
  await reading;
  await read();
  return seen;
}

/** A socket is closed at the next turns of the loop, at both ends. */
async function whenClosed(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
}

function report(context: TortureContext): void {
  const figures = [...context.outcomes.values()].map((outcome) => outcome.figures!).filter(Boolean);
  const [right, done] = [rightOf(context), context.outcomes.size];
  const steps = figures.at(-1)?.['step'] ?? 0;
  const what = `panels attached to a run of ${steps.toLocaleString('en')} steps that saw every step`;
  context.report({ what, figure: `${right} of ${done}`, goal: 'all', isMet: right === done, value: right });
  const settled = figures.slice(Math.floor(figures.length / 4)); // memory is taken at first and kept
  for (const [name, words] of growing) context.report(growth(settled, name, words, figures.length >= 100));
  for (const [name, words] of counted) context.report(kept(settled, name, words));
}

const growing = [
  ['trainerBytes', 'memory of the trainer (RSS)'],
  ['panelBytes', "memory of the panel's side (heap)"],
] as const;
const counted = [
  ['trainerDescriptors', 'descriptors of the trainer that stay open'],
  ['panelDescriptors', "descriptors of the panel's side that stay open"],
  ['panelHandles', "handles of the panel's side that stay"],
] as const;

type Figures = Record<string, number>;

/** Growth within a sitting: each has a process of its own. Few points say nothing of it. */
function growth(figures: Figures[], name: string, words: string, isLong: boolean) {
  const sitting = figures.at(-1)?.['sitting'];
  const points = figures.filter((each) => each['sitting'] === sitting);
  const perStep = slope(points.map((each) => [each['step']!, each[name]!]));
  const megabytes = (perStep * 1e5) / 2 ** 20;
  const level = (points.at(-1)?.[name] ?? 0) / 2 ** 20;
  return {
    what: `${words}: growth in 100,000 steps, at ${level.toFixed(0)} MB`,
    figure: `${megabytes.toFixed(2)} MB`,
    goal: `at most ${mostGrowth} MB`,
    ...(isLong ? { isMet: megabytes <= mostGrowth } : {}),
    value: megabytes,
  };
}

const mostGrowth = 4;

function kept(figures: Figures[], name: string, words: string) {
  const sitting = figures.at(-1)?.['sitting'];
  const values = figures.filter((each) => each['sitting'] === sitting).map((each) => each[name]!);
  const more = (values.at(-1) ?? 0) - (values[0] ?? 0);
  return { what: words, figure: String(more), goal: '0', isMet: more <= 0, value: more };
}
