/** A number as JSON can say it, with the nine digits that a float32 has; null for none. */
export const jsonNumber = (value: number): number | null =>
  Number.isFinite(value) ? Number(value.toPrecision(9)) : null;
