import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InspectorClient } from '../src/runs/inspectorClient';
import { rowWithGoal, type Measured, type Row, type Setting } from './row';
import { textOf } from './workload';

const symbols = 1_000_000;
const goals = { warmMs: 50, coldMs: 300, traceS: 10, traceMb: 600 };

/** Hovers, alone and beside a training, and a long text traced into files. */
export async function measure(setting: Setting): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'unroll-bench-'));
  try {
    await writeFile(join(folder, 'text.txt'), textOf(symbols));
    const [large, small] = [await trainOneStep(setting, folder, 256, 2), await trainOneStep(setting, folder, 128, 1)];
    const rows = [...(await hoverRows(setting, large, '')), ...(await besideTraining(setting, folder, large))];
    return { rows: [...rows, ...(await traceRows(setting, folder, small))] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A run of one step. @returns its folder */
async function trainOneStep(setting: Setting, folder: string, units: number, layers: number): Promise<string> {
  const name = `lstm-${units}`;
  const model = { layers: Array.from({ length: layers }, () => ({ cell: 'lstm', units })) };
  const training = { epochs: 1_000_000, checkpointEvery: 1 };
  const path = join(folder, `${name}.unroll.json`);
  await writeFile(path, JSON.stringify({ data: { path: 'text.txt' }, model, training }));
  await promisify(execFile)(process.execPath, [cliOf(setting), 'train', path, '--steps', '1'], { cwd: folder });
  return join(folder, '.unroll', 'runs', `${name}-1`);
}

const cliOf = ({ root }: Setting): string => join(root, 'dist', 'cli.cjs');

/** The same while a session trains on all cores. */
async function besideTraining(setting: Setting, folder: string, run: string): Promise<Row[]> {
  const experiment = join(folder, 'lstm-128.unroll.json');
  const trainer = spawn(process.execPath, [cliOf(setting), 'train', experiment, '--json'], { cwd: folder });
  try {
    await once(trainer.stdout, 'data');
    trainer.stdout.resume();
    return await hoverRows(setting, run, ' while a session trains');
  } finally {
    trainer.kill('SIGKILL');
    await once(trainer, 'close');
  }
}

async function hoverRows(setting: Setting, directory: string, when: string): Promise<Row[]> {
  const inspector = new InspectorClient(join(setting.root, 'dist', 'inspector.cjs'));
  try {
    const { id } = await inspector.call('openLens', { source: { directory, checkpoint: 'last' }, block: 64 });
    const text = textOf(symbols);
    await inspector.call('setText', { document: 'text', version: 1, text });
    const place = { lens: id, document: 'text', version: 1 };
    const hover = async (offset: number): Promise<number> => {
      const startedAt = performance.now();
      await inspector.call('traceSymbol', { ...place, offset, isExact: false });
      return performance.now() - startedAt;
    };
    const count = setting.isQuick ? 10 : 100;
    const cold = await timesOf(count, (i) => hover(symbols - 1 - i * 2000));
    const warm = await timesOf(count, (i) => hover(symbols - 1 - i * 2000 - (i % 50)));
    const title = `lstm 2x256: hover${when}`;
    const row = (what: string, times: number[], most: number) =>
      rowWithGoal(
        { what: `${title}, ${what}`, figure: `p95 ${percentile(times).toFixed(1)} ms`, value: percentile(times) },
        { atMost: most },
        (goal) => `${goal} ms`,
      );
    return [row('warm', warm, goals.warmMs), row('cold (the ≈ answer)', cold, goals.coldMs)];
  } finally {
    inspector.dispose();
  }
}

async function timesOf(count: number, measureOne: (i: number) => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) times.push(await measureOne(i));
  return times;
}

const percentile = (times: number[]): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(0.95 * times.length))]!;

/** A text of a million characters, every gate written. The largest memory is what the process says at its end. */
async function traceRows(setting: Setting, folder: string, run: string): Promise<Row[]> {
  const length = setting.isQuick ? symbols / 50 : symbols;
  const rounds = setting.isQuick ? 1 : 3;
  let [seconds, bytes] = [Infinity, 0];
  for (let round = 0; round < rounds; round++) {
    const found = await traceOnce(setting, folder, run, length);
    seconds = Math.min(seconds, found.seconds * (symbols / length));
    bytes = Math.max(bytes, found.bytes);
  }
  const title = 'lstm 1x128: 1,000,000 characters traced into NumPy files';
  const inMb = bytes / 2 ** 20;
  return [
    rowWithGoal(
      { what: title, figure: `${seconds.toFixed(2)} s`, value: seconds },
      { atMost: goals.traceS },
      (s) => `${s} s`,
    ),
    rowWithGoal(
      { what: `${title}, memory`, figure: `${inMb.toFixed(0)} MB`, value: inMb },
      { atMost: goals.traceMb },
      (mb) => `${mb} MB`,
    ),
  ];
}

async function traceOnce(
  setting: Setting,
  folder: string,
  run: string,
  length: number,
): Promise<{ seconds: number; bytes: number }> {
  const target = join(folder, 'npy');
  const words = ['trace', run, '--text', join(folder, 'text.txt'), '--to', String(length), '--npy', target];
  const sayPeak = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS))`;
  const preload = `data:text/javascript,${encodeURIComponent(sayPeak)}`;
  const startedAt = performance.now();
  const { stderr } = await promisify(execFile)(process.execPath, ['--import', preload, cliOf(setting), ...words]);
  const seconds = (performance.now() - startedAt) / 1000;
  await rm(target, { recursive: true });
  return { seconds, bytes: Number(/peak (\d+)/.exec(stderr)?.[1]) * 1024 };
}
