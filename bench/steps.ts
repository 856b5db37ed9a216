import type { Dataset } from '../src/engine/data/dataset';
import { startEngine } from '../src/engine/backend/engine';
import { Training } from '../src/engine/training/training';
import type { CellName } from '../src/protocol/experiment';
import { median, type Row } from './row';
import { datasetOf, experimentOf } from './workload';

const symbolsAStep = 32 * 64;

/** Milliseconds of a whole training step at 128 units, without and with profile and reach. */
export async function measure(): Promise<Row[]> {
  const { backend } = await startEngine({ engine: 'embedded', kernels: 'auto' });
  const cells: CellName[] = ['lstm', 'gru', 'elman'];
  const dataset = await datasetOf(400_000);
  return cells.flatMap((cell) => rowsOf(cell, backend, dataset));
}

function rowsOf(cell: CellName, backend: string, dataset: Dataset): Row[] {
  const training = Training.create({ experiment: experimentOf(cell, 128), dataset });
  const timed = (steps: number, record: { profile: boolean; reach: boolean }): number[] =>
    Array.from({ length: steps }, () => {
      const startedAt = performance.now();
      training.takeStep(record);
      return performance.now() - startedAt;
    });
  timed(5, { profile: true, reach: true }); // warm up
  const bare = median(timed(40, { profile: false, reach: false }));
  const profile = median(timed(20, { profile: true, reach: false }));
  const reach = median(timed(20, { profile: true, reach: true }));
  training.dispose();
  const name = `${cell} 1x128, ${backend}`;
  const row = (what: string, ms: number, goal: string): Row => ({
    what: `${name}: ${what}`,
    figure: `${ms.toFixed(1)} ms`,
    goal,
    value: ms,
  });
  return [
    {
      ...row('a step', bare, 'under 150 ms'),
      figure: `${bare.toFixed(1)} ms, ${Math.round((1000 * symbolsAStep) / bare).toLocaleString('en')} symbols/s`,
    },
    row('a step with profile', profile, ''),
    row('a step with profile and reach', reach, ''),
  ];
}
