import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { MetricsLine, RunRecord, StepLine } from '../src/protocol/run';
import { connectSession } from '../src/runs/sessionClient';
import { startTrainer } from '../src/runs/startTrainer';
import { median, type Row } from './row';
import { textOf } from './workload';

const steps = 120;

/** Time from the wish to train until the session answers, and what a session adds to its bare steps. */
export async function measure(root: string): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'unroll-bench-'));
  try {
    return await inFolder(folder, join(root, 'dist', 'trainer.cjs'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inFolder(folder: string, script: string): Promise<Row[]> {
  await writeFile(join(folder, 'text.txt'), textOf(400_000));
  const experimentPath = join(folder, 'bench.unroll.json');
  const experiment = { data: { path: 'text.txt' }, model: { layers: [{ cell: 'lstm', units: 128 }] } };
  await writeFile(experimentPath, JSON.stringify(experiment));
  const started: number[] = [];
  let directory = '';
  for (let round = 0; round < 3; round++) {
    const startedAt = performance.now();
    const session = await startTrainer(script, {
      experimentPath,
      engine: 'auto',
      kernels: 'auto',
      steps: round === 2 ? steps : 1,
    });
    started.push(performance.now() - startedAt);
    directory = session.directory;
    await ended(session.socket);
  }
  const record = JSON.parse(await readFile(join(directory, 'run.json'), 'utf8')) as RunRecord;
  const lines = (await readFile(join(directory, 'metrics.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as MetricsLine);
  const inSteps = lines
    .filter((line): line is StepLine => 'stepMs' in line)
    .reduce((sum, line) => sum + line.stepMs, 0);
  const share = record.trainedMs / inSteps - 1;
  const start = median(started);
  return [
    { what: 'session start, until it answers', figure: `${start.toFixed(0)} ms`, goal: 'under 2,000 ms', value: start },
    {
      what: `session of ${steps} steps over its steps (validation, samples, checkpoints, messages)`,
      figure: `${(100 * share).toFixed(1)} %`,
      goal: '',
      value: share,
    },
  ];
}

async function ended(socket: string): Promise<void> {
  const session = await connectSession(socket).catch(() => undefined);
  if (session) await new Promise<void>((resolve) => session.onClosed(resolve));
}
