/** One line of the table. */
export interface Row {
  what: string;
  figure: string;
  /** What was asked for; empty where nothing was. */
  goal: string;
  /** The figure as a number, in its unit. */
  value: number;
}

/** The middle one of some numbers. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
