const MOST_LANES = 16;
/** A lane begins without context, so it should be long. */
const SHORTEST_LANE = 512;

/** How a text is measured: read once, in lanes side by side that carry their state. */
export interface ValidationLanes {
  lanes: number;
  /** Symbols that a lane predicts: lane b those from 1 + b * length on. */
  length: number;
}

/**
 * The lanes of a validation text, up to 16. What they predict together is the text from its second symbol on; symbols
 * at its end that do not fill the lanes (fewer than 16) are left out.
 * @returns undefined where the text has fewer than two symbols
 */
export function validationLanes(symbols: number): ValidationLanes | undefined {
  const predictions = symbols - 1;
  if (predictions < 1) return undefined;
  const lanes = Math.min(MOST_LANES, Math.max(1, Math.floor(predictions / SHORTEST_LANE)));
  return { lanes, length: Math.floor(predictions / lanes) };
}
