/** One line of the table. */
export interface Row {
  what: string;
  figure: string;
  /** What was asked for; empty where nothing was. */
  goal: string;
  /** Whether it was reached; only where there is a goal. */
  isMet?: boolean;
  /** The figure as a number, in its unit. */
  value: number;
  /** What the figure comes from, for the file. */
  details?: object;
}

/** What a part of the bench hands back. */
export interface Measured {
  rows: Row[];
  /** Sentences that belong to the rows: what was not there, what to think of. */
  notes?: string[];
  /** A smaller view of the rows, ready to print. */
  matrix?: string;
  /** What was found out about the machine. */
  machine?: object;
}

/** What a part of the bench is told. */
export interface Setting {
  /** The project's root. */
  root: string;
  /** Whether a short run is enough, to see that all works. */
  isQuick: boolean;
  /** Folder for processor profiles of the processes that are measured; none are made without it. */
  profiles?: string;
}

/** A row whose figure must be at least, or at most, a goal. */
export function rowWithGoal(
  row: Omit<Row, 'goal' | 'isMet'>,
  goal: { atLeast: number } | { atMost: number },
  words: (goal: number) => string,
): Row {
  if ('atLeast' in goal) return { ...row, goal: `at least ${words(goal.atLeast)}`, isMet: row.value >= goal.atLeast };
  return { ...row, goal: `at most ${words(goal.atMost)}`, isMet: row.value <= goal.atMost };
}

export const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The middle one of some numbers. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** A number with three digits that count, thousands set apart. */
export const inWords = (value: number): string => {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
};
