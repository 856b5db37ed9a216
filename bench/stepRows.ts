import { nameOf, operationsOf, type Case } from './cases';
import type { Result } from './compare';
import type { ContestantName } from './contestants';
import { nativeGoals, wasmGoals, type Goals } from './goals';
import { inWords, rowWithGoal, type Row } from './row';

const isUnroll = (name: ContestantName): boolean =>
  name === 'native' || name === 'wasm' || name === 'wasm-simd' || name === 'reference';

/** The quickest result of a contestant, whatever its threads. */
export function bestOf(results: Result[], name: ContestantName): Result | undefined {
  return results
    .filter(({ contestant }) => contestant.name === name)
    .reduce<Result | undefined>((best, each) => (best && best.stepMs <= each.stepMs ? best : each), undefined);
}

/** The rows of a case: one a contestant, and one for what WASM gains over tfjs-layers. */
export function rowsOf(of: Case, results: Result[], peaks?: Map<number, number>): Row[] {
  return results.flatMap((result) => {
    const goals = goalsOf(of, result, results);
    return [stepRow(of, result, results, goals, peaks), ...tfjsRow(of, result, results, goals)];
  });
}

/** Goals are for all threads together, and for WASM for the best that this Node can do. */
function goalsOf(of: Case, { contestant: { name, threads, peer } }: Result, results: Result[]): Goals {
  const has = (wanted: ContestantName): boolean => results.some(({ contestant }) => contestant.name === wanted);
  if (results.some(({ contestant }) => contestant.name === name && contestant.threads > threads)) return {};
  if (name === 'native') return nativeGoals(of, peer.greeting.instructions);
  if (name !== (has('wasm') ? 'wasm' : 'wasm-simd')) return {};
  return wasmGoals(of, Number(process.versions.node.split('.')[0]));
}

function stepRow(of: Case, result: Result, results: Result[], goals: Goals, peaks?: Map<number, number>): Row {
  const { contestant, stepMs, roundMs, leastMs, note } = result;
  const symbolsPerSecond = (1000 * of.batch * of.window) / stepMs;
  const gflops = operationsOf(of, isUnroll(contestant.name) && contestant.name !== 'reference') / stepMs / 1e6;
  const peak = peaks?.get(contestant.threads);
  const peakShare = peak && gflops / peak;
  const pytorch = bestOf(results, 'pytorch');
  const overPytorch = isUnroll(contestant.name) && pytorch ? pytorch.stepMs / stepMs : undefined;
  const figures = [
    `${inWords(stepMs)} ms`,
    `${inWords(symbolsPerSecond)} symbols/s`,
    `${inWords(gflops)} GFLOP/s${peakShare === undefined ? '' : ` (${(100 * peakShare).toFixed(0)} %)`}`,
    ...(overPytorch === undefined ? [] : [`${overPytorch.toFixed(2)} x PyTorch`]),
  ];
  const figure = figures.join(', ');
  const { name, threads } = contestant;
  const details = { ...of, name, threads, stepMs, roundMs, leastMs, symbolsPerSecond, gflops, peakShare, overPytorch };
  const what = `${nameOf(of)}, ${contestant.title}`;
  const row = { what, figure, value: stepMs, details: { ...details, note } };
  if (overPytorch === undefined || goals.overPytorch === undefined) return { ...row, goal: '' };
  const judged = rowWithGoal({ ...row, value: overPytorch }, { atLeast: goals.overPytorch }, timesPytorch);
  return { ...judged, value: stepMs };
}

const timesPytorch = (goal: number): string => `${goal.toFixed(2)} x PyTorch`;

function tfjsRow(of: Case, { contestant, stepMs }: Result, results: Result[], { overTfjs }: Goals): Row[] {
  const tfjs = bestOf(results, 'tfjs');
  if (!tfjs || overTfjs === undefined) return [];
  const value = tfjs.stepMs / stepMs;
  const what = `${nameOf(of)}, ${contestant.title}, over tfjs-layers on WASM`;
  const figure = `${value.toFixed(1)} x`;
  return [rowWithGoal({ what, figure, value }, { atLeast: overTfjs }, (goal) => `${goal.toFixed(1)} x`)];
}
