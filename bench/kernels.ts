import { availableParallelism } from 'node:os';
import { cases, type Case } from './cases';
import { compare, type Effort, type Result } from './compare';
import { startContestants, type Contestant } from './contestants';
import { matrixOf } from './matrix';
import { measurePeak } from './peak';
import type { Measured, Setting } from './row';
import { rowsOf } from './stepRows';

const whole: Effort = { rounds: 7, ms: 500, steps: 3 };
const quick: Effort = { rounds: 2, ms: 100, steps: 1 };

/** A whole training step of the recurrent language models, beside the peers in the same minutes. */
export async function measure(setting: Setting): Promise<Measured> {
  const threads = [...new Set([1, availableParallelism()])];
  const peaks = await measurePeak(setting.root, threads);
  const { contestants, notes } = await startContestants(setting, threads);
  if (!peaks) notes.push('Not measured: the peak of the machine. There is no C compiler here.');
  try {
    const all = await compareAll(contestants, setting.isQuick);
    const rows = all.flatMap(([of, results]) => rowsOf(of, results, peaks));
    const { instructions } = contestants.find(({ name }) => name === 'native')?.peer.greeting ?? {};
    const machine = { instructions, peakGflops: peaks && Object.fromEntries(peaks) };
    return { rows, notes, matrix: matrixOf(all), machine };
  } finally {
    for (const { peer } of contestants) await peer.end();
  }
}

async function compareAll(contestants: Contestant[], isQuick: boolean): Promise<[Case, Result[]][]> {
  const all: [Case, Result[]][] = [];
  for (const of of isQuick ? cases.filter(({ units }) => units <= 128) : cases) {
    const results = await compare(of, contestants, isQuick ? quick : whole);
    all.push([of, results]);
    console.log(
      matrixOf([[of, results]])
        .split('\n')
        .at(-1),
    );
  }
  return all;
}
