import { availableParallelism } from 'node:os';
import type { Case } from './cases';
import { mean, median, rowWithGoal, type Measured, type Row, type Setting } from './row';
import { startBestUnroll } from './unrollPeer';

const tiny: Case = { cell: 'lstm', units: 8, layers: 1, batch: 2, window: 8 };
const large: Case = { cell: 'lstm', units: 256, layers: 1, batch: 128, window: 0 };
const windows = [16, 32, 64, 128, 256];
/** What a resident size wavers by without any cause of ours. */
const noise = 8 * 2 ** 20;
const largestDeviation = 0.05;

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

/** Resident memory: over many steps, and of a step by its window. */
export async function measure(setting: Setting): Promise<Measured> {
  return { rows: [...(await overSteps(setting)), ...(await byWindow(setting))] };
}

async function overSteps(setting: Setting): Promise<Row[]> {
  const peer = await startBestUnroll(setting, availableParallelism());
  try {
    const isSlow = peer.greeting.name === 'reference';
    const stretch = setting.isQuick ? 100 : isSlow ? 500 : 10_000;
    await peer.ask('open', tiny);
    const found: { bytes: number; tensors: number }[] = [];
    for (let taken = 0; taken < 10 * stretch; taken += stretch) {
      await peer.ask('train', { steps: stretch });
      found.push(await peer.ask('memory', {}));
    }
    return growthRows(peer.greeting.name, found, stretch);
  } finally {
    await peer.end();
  }
}

/** The first fifth may still compile and collect. */
function growthRows(kernels: string, found: { bytes: number; tensors: number }[], stretch: number): Row[] {
  const [first, last] = [found[1]!, found.at(-1)!];
  const grown = last.bytes - first.bytes;
  const tensors = last.tensors - first.tensors;
  const steps = (count: number): string => (count * stretch).toLocaleString('en');
  const from = `${kernels}: memory after ${steps(2)} steps`;
  const details = { bytes: found.map(({ bytes }) => bytes) };
  return [
    { what: from, figure: megabytes(first.bytes), goal: '', value: first.bytes },
    rowWithGoal(
      { what: `grown by step ${steps(10)}`, figure: megabytes(grown), value: grown, details },
      { atMost: noise },
      megabytes,
    ),
    rowWithGoal({ what: 'tensors more', figure: String(tensors), value: tensors }, { atMost: 0 }, String),
  ];
}

/** What the model and its steps add to a fresh process, for each window. */
async function byWindow(setting: Setting): Promise<Row[]> {
  const found = windows.map((): number[] => []);
  for (let round = 0; round < (setting.isQuick ? 1 : 3); round++)
    for (const [i, window] of windows.entries()) found[i]!.push(await bytesOf(window, setting));
  const bytes = found.map(median);
  const { slope, deviation } = lineThrough(windows, bytes);
  const size = `lstm 1x${large.units}, batch ${large.batch}`;
  return [
    ...windows.map((window, i) => ({
      what: `memory of a step, window ${window} (${size})`,
      figure: megabytes(bytes[i]!),
      goal: '',
      value: bytes[i]!,
    })),
    { what: 'for each time step of the window', figure: megabytes(slope), goal: '', value: slope },
    rowWithGoal(
      { what: 'largest distance from a line', figure: `${(100 * deviation).toFixed(1)} %`, value: deviation },
      { atMost: largestDeviation },
      (most) => `${100 * most} %`,
    ),
  ];
}

/** A tiny model goes first, so that what is compiled and collected on the way is not counted. */
async function bytesOf(window: number, setting: Setting): Promise<number> {
  const peer = await startBestUnroll(setting, 1);
  try {
    await peer.ask('open', tiny);
    await peer.ask('train', { steps: 200 });
    const before = await peer.ask('memory', {});
    await peer.ask('open', { ...large, window });
    return (await peer.ask('memory', {})).bytes - before.bytes;
  } finally {
    await peer.end();
  }
}

/** The least-squares line. @returns with its largest distance from a point, as a share of the largest value */
function lineThrough(x: number[], y: number[]): { slope: number; deviation: number } {
  const [middleX, middleY] = [mean(x), mean(y)];
  const spread = mean(x.map((value) => (value - middleX) ** 2));
  const slope = mean(x.map((value, i) => (value - middleX) * (y[i]! - middleY))) / spread;
  const distances = y.map((value, i) => Math.abs(value - middleY - slope * (x[i]! - middleX)));
  return { slope, deviation: Math.max(...distances) / Math.max(...y) };
}
