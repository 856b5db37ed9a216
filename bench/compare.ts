import { setTimeout } from 'node:timers/promises';
import type { Case } from './cases';
import { isMeasured, type Contestant } from './contestants';
import { median } from './row';

/** What a contestant needs for a step of a case. */
export interface Result {
  contestant: Contestant;
  /** Median of the rounds' medians. */
  stepMs: number;
  roundMs: number[];
  leastMs: number;
  note?: string;
}

/** How long to measure. */
export interface Effort {
  rounds: number;
  /** Of one round; but at least so many steps. */
  ms: number;
  steps: number;
}

/** Threads of the one before may still spin when they wait for work. */
const restMs = 100;

/** Measures a case: all contestants take turns in every round, each round begun by another. */
export async function compare(of: Case, contestants: Contestant[], effort: Effort): Promise<Result[]> {
  const results: Result[] = [];
  for (const contestant of contestants.filter(({ name }) => isMeasured(name, of))) {
    const { note } = await contestant.peer.ask('open', of);
    results.push({ contestant, stepMs: 0, roundMs: [], leastMs: Infinity, note });
  }
  for (let round = 0; round < effort.rounds; round++)
    for (let turn = 0; turn < results.length; turn++) await takeTurn(results[(round + turn) % results.length]!, effort);
  for (const result of results) result.stepMs = median(result.roundMs);
  return results;
}

async function takeTurn(result: Result, { ms, steps }: Effort): Promise<void> {
  await setTimeout(restMs);
  const { stepMs } = await result.contestant.peer.ask('round', { ms, steps });
  result.roundMs.push(median(stepMs));
  result.leastMs = Math.min(result.leastMs, ...stepMs);
}
