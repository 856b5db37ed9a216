import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricsLine, StepLine } from '../src/protocol/columns';
import type { RunRecord } from '../src/protocol/run';
import { RunReader } from '../src/runs/runReader';
import { connectSession } from '../src/runs/sessionClient';
import { startTrainer } from '../src/runs/startTrainer';
import type { Case } from './cases';
import type { Peer } from './peer';
import type { UnrollMethods } from './peers/messages';
import { mean, median, rowWithGoal, type Measured, type Setting } from './row';
import { startBestUnroll } from './unrollPeer';
import { textOf } from './workload';

const size: Case = { cell: 'lstm', units: 128, layers: 1, batch: 32, window: 64 };

/** Time from the wish to train until the session answers, and what a session adds to the bare steps. */
export async function measure(setting: Setting): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'unroll-bench-'));
  const bare = await startBestUnroll(setting, availableParallelism());
  try {
    await bare.ask('open', size);
    return await takeTurns(setting, bare, await writeExperiment(folder));
  } finally {
    await bare.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bare steps and sessions take turns. Means stand beside means: what disturbs both is in both. */
async function takeTurns(setting: Setting, bare: Peer<UnrollMethods>, experimentPath: string): Promise<Measured> {
  const { rounds, sessionMs } = setting.isQuick ? { rounds: 1, sessionMs: 2000 } : { rounds: 3, sessionMs: 20_000 };
  const script = join(setting.root, 'dist', 'trainer.cjs');
  const bareStep = async (): Promise<number> =>
    mean((await bare.ask('round', { ms: sessionMs / 4, steps: 20 })).stepMs);
  const bareMs = [await bareStep()];
  const sessions: SessionTimes[] = [];
  for (let round = 0; round < rounds; round++) {
    sessions.push(await train(script, experimentPath, Math.ceil(sessionMs / bareMs[0]!)));
    bareMs.push(await bareStep());
  }
  return { rows: rowsOf(median(bareMs), sessions), notes: [`Computed by ${bare.greeting.name}.`] };
}

/** Everything that is not the model's size is as it comes; only the end is further away. */
async function writeExperiment(folder: string): Promise<string> {
  await writeFile(join(folder, 'text.txt'), textOf(1_000_000));
  const experimentPath = join(folder, 'bench.unroll.json');
  const experiment = {
    data: { path: 'text.txt' },
    model: { layers: [{ cell: size.cell, units: size.units }] },
    training: { epochs: 100_000 },
  };
  await writeFile(experimentPath, JSON.stringify(experiment));
  return experimentPath;
}

/** Milliseconds. */
interface SessionTimes {
  start: number;
  /** Mean of a step by the clock of the session: all that it does, over the steps that it took. */
  wholeStep: number;
  /** Mean of what the session calls a step: profile and reach are in it where they are due. */
  step: number;
  steps: number;
}

/** A session with a client that reads along, as a training panel does. */
async function train(script: string, experimentPath: string, steps: number): Promise<SessionTimes> {
  const startedAt = performance.now();
  const { socket, directory } = await startTrainer(script, { experimentPath, engine: 'auto', kernels: 'auto', steps });
  const start = performance.now() - startedAt;
  await readAlong(socket, directory);
  const record = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8')) as RunRecord;
  if (record.step !== steps) throw new Error(`The session ended at step ${record.step} of ${steps}.`);
  const lines = (await readFile(join(directory, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  const stepMs = lines
    .map((line) => JSON.parse(line) as MetricsLine)
    .filter((line): line is StepLine => 'stepMs' in line)
    .reduce((sum, line) => sum + line.stepMs, 0);
  return { start, wholeStep: record.trainedMs / steps, step: stepMs / steps, steps };
}

/** Reads what is new whenever the session says so, until it hangs up. */
async function readAlong(socket: string, directory: string): Promise<void> {
  const session = await connectSession(socket);
  const reader = new RunReader(directory);
  let reading = Promise.resolve<unknown>(undefined);
  session.onProgressed(() => (reading = reading.then(() => reader.read())));
  await new Promise<void>((resolve) => session.onClosed(resolve));
  await reading;
  session.dispose();
}

function rowsOf(bareMs: number, sessions: SessionTimes[]): Measured['rows'] {
  const start = median(sessions.map((session) => session.start));
  const step = median(sessions.map((session) => session.step));
  const wholeStep = median(sessions.map((session) => session.wholeStep));
  const ms = (value: number): string => `${value.toFixed(3)} ms`;
  const share = wholeStep / bareMs - 1;
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  return [
    rowWithGoal(
      { what: 'session start, until it answers', figure: `${start.toFixed(0)} ms`, value: start },
      { atMost: 2000 },
      (goal) => `${goal.toLocaleString('en')} ms`,
    ),
    { what: 'a bare step (lstm 1x128)', figure: ms(bareMs), goal: '', value: bareMs },
    { what: 'a step of a session, with profile and reach when due', figure: ms(step), goal: '', value: step },
    {
      what: `all that a session does, a step (${sessions[0]!.steps})`,
      figure: ms(wholeStep),
      goal: '',
      value: wholeStep,
    },
    rowWithGoal(
      {
        what: 'a session over its bare steps (profile, validation, samples, checkpoints, messages)',
        figure: percent(share),
        value: share,
        details: { sessions },
      },
      { atMost: 0.1 },
      percent,
    ),
  ];
}
