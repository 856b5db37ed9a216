import type { Random } from '../../src/engine/weights/random';
import type { Row } from '../../bench/row';

/** One part of the torture. */
export interface TorturePart {
  name: string;
  title: string;
  /** Cases of the whole part, and of the short one that stands in `npm test`. */
  count: number;
  shortCount: number;
  /** Goes through the cases that are not done yet, and reports what came of all of them. */
  run(context: TortureContext): Promise<void>;
}

/** What came of one case. */
export interface Outcome {
  /** Its number, from 0. */
  case: number;
  isRight: boolean;
  /** What was wrong, in words. */
  words?: string;
  /** What was counted or measured. */
  figures?: Record<string, number>;
}

/** What a part works with. */
export interface TortureContext {
  seed: number;
  count: number;
  /** The first case that is not done; some after it may be. */
  from: number;
  /** What came of the cases that are done, those of earlier sittings too. */
  outcomes: ReadonlyMap<number, Outcome>;
  /** The random numbers of a case: the same ones in every sitting. */
  random(index: number): Random;
  /** A case is done: it will not come again. */
  note(outcome: Outcome): void;
  /** A line of the table. */
  report(row: Row): void;
  /** Wants the part to return soon; what is not noted comes again. */
  signal: AbortSignal;
  /** The project's root; its `dist` is built. */
  root: string;
  /** A folder that stays between sittings. */
  scratch: string;
}
