import { availableParallelism } from 'node:os';
import type { Case } from './cases';
import type { Peer } from './peer';
import type { UnrollMethods } from './peers/messages';
import { inWords, median, rowWithGoal, type Measured, type Row, type Setting } from './row';
import { startUnroll } from './unrollPeer';

const cases: Case[] = [128, 512].map((units) => ({ cell: 'lstm', units, layers: 1, batch: 32, window: 64 }));
const sizes = [512, 2048];
/** At 512 units, over the same operations on the embedded backend. */
const leastGain = 3;

interface Contestant {
  title: string;
  peer: Peer<UnrollMethods>;
}

/** TensorFlow.js on native TensorFlow against TensorFlow.js on its WASM backend: whole steps without kernels, products. */
export async function measure(setting: Setting): Promise<Measured> {
  const embedded = await startUnroll(setting, 'reference', 1);
  const native = await startUnroll(setting, 'tensorflow', availableParallelism());
  const absent = [embedded, native].flatMap((peer) => ('absent' in peer ? [peer.absent] : []));
  if ('absent' in embedded || 'absent' in native)
    return { rows: [], notes: absent.map((why) => `Not measured: ${why}`) };
  const both = [
    { title: 'TensorFlow.js on WASM', peer: embedded },
    { title: `TensorFlow.js on native ${native.greeting.name}`, peer: native },
  ];
  try {
    const rows: Row[] = [];
    for (const of of cases) rows.push(...(await steps(of, both, setting)));
    for (const size of sizes) rows.push(...(await products(size, both, setting)));
    return { rows };
  } finally {
    for (const { peer } of both) await peer.end();
  }
}

/** Both take turns, so that a noisy minute hits both. */
async function inTurns(
  both: Contestant[],
  rounds: number,
  measureOne: (peer: Contestant['peer']) => Promise<number[]>,
) {
  const found = both.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [i, { peer }] of both.entries()) found[i]!.push(median(await measureOne(peer)));
  return found.map(median) as [number, number];
}

async function steps(of: Case, both: Contestant[], { isQuick }: Setting): Promise<Row[]> {
  for (const { peer } of both) await peer.ask('open', of);
  const effort = { ms: isQuick ? 100 : 1000, steps: 3 };
  const times = await inTurns(both, isQuick ? 1 : 7, async (peer) => (await peer.ask('round', effort)).stepMs);
  const what = `lstm 1x${of.units} without kernels`;
  const rows = both.map(({ title }, i) => ({
    ...{ what: `${what}, ${title}`, goal: '', value: times[i]! },
    figure: `${inWords(times[i]!)} ms`,
  }));
  const gain = times[0] / times[1];
  const gainRow = { what: `${what}, native over WASM`, figure: `${gain.toFixed(1)} x`, value: gain };
  const judged = of.units === 512 ? rowWithGoal(gainRow, { atLeast: leastGain }, (least) => `${least} x`) : undefined;
  return [...rows, judged ?? { ...gainRow, goal: '' }];
}

async function products(size: number, both: Contestant[], { isQuick }: Setting): Promise<Row[]> {
  const ms = isQuick ? 100 : 1000;
  const times = await inTurns(both, isQuick ? 1 : 5, async (peer) => (await peer.ask('product', { size, ms })).ms);
  return both.map(({ title }, i) => {
    const gflops = (2 * size ** 3) / times[i]! / 1e6;
    return { what: `matMul ${size}, ${title}`, figure: `${inWords(gflops)} GFLOP/s`, goal: '', value: gflops };
  });
}
