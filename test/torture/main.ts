import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../src/engine/weights/random';
import type { Row } from '../../bench/row';
import type { TortureContext, TorturePart } from './part';
import { parts } from './parts';
import { Progress } from './progress';

/** What the script asks of a part. */
export interface TortureOrder {
  part: string;
  seed: number;
  /** Cases; the part's own number where it is missing. */
  count?: number;
  isShort: boolean;
  /** Seconds after which the part is to stop and wait for the next sitting. */
  seconds?: number;
  root: string;
  /** Where progress is kept. */
  folder: string;
}

/** What comes of a part. */
export interface TortureResult {
  part: string;
  title: string;
  seed: number;
  count: number;
  done: number;
  rows: Row[];
  /** What was wrong, a line a case. */
  wrong: string[];
}

/** The names of all parts. */
export const partNames = (): string[] => parts.map(({ name }) => name);

/** Runs a part, or what is left of it. */
export async function torture(order: TortureOrder, interrupted: AbortSignal): Promise<TortureResult> {
  const part = parts.find(({ name }) => name === order.part)!;
  const count = order.count ?? (order.isShort ? part.shortCount : part.count);
  const progress = Progress.open(join(order.folder, `${part.name}.json`), order.seed, count);
  const rows: Row[] = [];
  try {
    await part.run(contextOf(part, order, count, progress, rows, interrupted));
  } finally {
    progress.save();
  }
  const wrong = [...progress.outcomes.values()]
    .filter(({ isRight }) => !isRight)
    .map((outcome) => `case ${outcome.case}: ${outcome.words ?? 'wrong'}`);
  return { part: part.name, title: part.title, seed: order.seed, count, done: progress.outcomes.size, rows, wrong };
}

function contextOf(
  part: TorturePart,
  order: TortureOrder,
  count: number,
  progress: Progress,
  rows: Row[],
  interrupted: AbortSignal,
): TortureContext {
  const { seed, root, folder, seconds } = order;
  const scratch = join(folder, part.name);
  mkdirSync(scratch, { recursive: true });
  const log = join(folder, `${part.name}.log`);
  return {
    ...{ seed, count, root, scratch, from: progress.from, outcomes: progress.outcomes },
    random: (index) => Random.fromSeed((seed + Math.imul(index + 1, 0x9e3779b1)) >>> 0),
    note: (outcome) => {
      progress.note(outcome);
      if (!outcome.isRight) appendFileSync(log, `${JSON.stringify(outcome)}\n`);
    },
    report: (row) => void rows.push(row),
    signal: seconds === undefined ? interrupted : endingAfter(1000 * seconds, interrupted),
  };
}

/** A timer of our own: one of `AbortSignal.timeout` that only `AbortSignal.any` holds may be collected before it is over. */
function endingAfter(ms: number, interrupted: AbortSignal): AbortSignal {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), ms).unref();
  interrupted.addEventListener('abort', () => ending.abort());
  ending.signal.addEventListener('abort', () => clearTimeout(timer));
  return ending.signal;
}
