/** What a part of the torture is given. */
export interface TortureContext {
  /** The same seed, the same cases. */
  seed: number;
  /** Cases in all, and how many of them an earlier call has done. */
  count: number;
  from: number;
  /** Says that a case is done; what is wrong with it, where something is. */
  note(index: number, fault?: string): void;
  /** Adds a row to the table. */
  report(row: TortureRow): void;
  /** Aborted when the person interrupts. */
  signal: AbortSignal;
}

/** A figure of the table: what was asked, and what was found. */
export interface TortureRow {
  name: string;
  figure: string;
  isRight: boolean;
}

/** A part of the torture: an entry in parts.ts. */
export interface TorturePart {
  name: string;
  title: string;
  /** Cases of a whole run, and of the short one that belongs to the tests. */
  count: number;
  shortCount: number;
  run(context: TortureContext): Promise<void>;
}
