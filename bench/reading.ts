import { availableParallelism } from 'node:os';
import type { Peer } from './peer';
import type { UnrollMethods } from './peers/messages';
import { inWords, median, rowWithGoal, type Measured, type Row, type Setting } from './row';
import { startUnroll } from './unrollPeer';

const choices = ['native', 'wasm', 'wasm-simd'] as const;
type Choice = (typeof choices)[number];
const goals = { native: { sampling: 50_000, gatesMs: 5000 }, wasm: { sampling: 20_000, gatesMs: 10_000 } };
const wholeText = 1_000_000;

/** Milliseconds for each symbol, a number a round. */
interface Times {
  sampling: number[];
  gates: number[];
  gatesInLanes: number[];
  validation: number[];
}

interface Reader {
  choice: Choice;
  peer: Peer<UnrollMethods>;
  times: Times;
}

/** Texts that are read or written without learning: sampling, every gate kept, validation. */
export async function measure(setting: Setting): Promise<Measured> {
  const { readers, notes } = await startReaders(setting);
  try {
    for (const { peer } of readers)
      await peer.ask('open', { cell: 'lstm', units: 128, layers: 1, batch: 32, window: 64 });
    for (let round = 0; round < (setting.isQuick ? 1 : 5); round++)
      for (const reader of readers) await read(reader, setting.isQuick ? 0.02 : 1);
    const wasm = readers.find(({ choice }) => choice !== 'native');
    return { rows: readers.flatMap((reader) => rowsOf(reader, reader === wasm)), notes };
  } finally {
    for (const { peer } of readers) await peer.end();
  }
}

async function startReaders(setting: Setting): Promise<{ readers: Reader[]; notes: string[] }> {
  const readers: Reader[] = [];
  const notes: string[] = [];
  for (const choice of choices) {
    const peer = await startUnroll(setting, choice, availableParallelism());
    if ('absent' in peer) notes.push(`Not measured: ${choice}. ${peer.absent}`);
    else readers.push({ choice, peer, times: { sampling: [], gates: [], gatesInLanes: [], validation: [] } });
  }
  return { readers, notes };
}

async function read({ peer, times }: Reader, share: number): Promise<void> {
  const length = 20_000 * share;
  const symbols = wholeText * share;
  times.sampling.push((await peer.ask('sample', { length })).ms / length);
  times.gates.push((await peer.ask('readGates', { symbols, lanes: 1 })).ms / symbols);
  times.gatesInLanes.push((await peer.ask('readGates', { symbols, lanes: 16 })).ms / symbols);
  const validation = await peer.ask('validate', {});
  times.validation.push(validation.ms / validation.symbols);
}

/** @param isBestWasm goals for WASM are for the best that this Node can do */
function rowsOf({ choice, times, peer }: Reader, isBestWasm: boolean): Row[] {
  const { name, instructions } = peer.greeting;
  const title = `lstm 1x128, ${name}${instructions ? ` (${instructions})` : ''}`;
  const goal = choice === 'native' ? goals.native : isBestWasm ? goals.wasm : undefined;
  const perSecond = (what: string, rounds: number[]): Row => {
    const value = 1000 / median(rounds);
    return { what: `${title}: ${what}`, figure: `${inWords(value)} symbols/s`, goal: '', value, details: { rounds } };
  };
  const wholeTextMs = (what: string, rounds: number[]): Row => {
    const value = median(rounds) * wholeText;
    const figure = `${(value / 1000).toFixed(2)} s`;
    return { what: `${title}: ${what}`, figure, goal: '', value, details: { rounds } };
  };
  const sampling = perSecond('sampling', times.sampling);
  const gates = wholeTextMs('1,000,000 symbols with every gate kept', times.gates);
  return [
    goal ? rowWithGoal(sampling, { atLeast: goal.sampling }, (least) => `${inWords(least)} symbols/s`) : sampling,
    goal ? rowWithGoal(gates, { atMost: goal.gatesMs }, (most) => `${most / 1000} s`) : gates,
    wholeTextMs('the same in 16 lanes', times.gatesInLanes),
    perSecond('validation', times.validation),
  ];
}
