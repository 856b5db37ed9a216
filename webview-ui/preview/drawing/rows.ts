import type { Part } from '../network';

/** Where a part stands in the drawings: both have the same rows, so that they can be read across. */
export interface Row {
  part: Part;
  top: number;
  height: number;
}

/** The rows of a network, from the input up, and what stands below and above them. */
export interface Rows {
  rows: Row[];
  /** Middle of the losses. */
  lossAt: number;
  /** Middle of the symbols. */
  symbolAt: number;
  height: number;
}

export const lossRadius = 15;
export const symbolHalf = 14;
/** How far above the head its output branches off to be fed back. */
export const branchAbove = 7;
const arrowLength = 36;
const heights: Record<Part['kind'], number> = { input: 34, layer: 62, head: 34 };

/** Lays the parts out from the top down. */
export function layRows(parts: Part[]): Rows {
  const lossAt = lossRadius + 4;
  let y = lossAt + lossRadius + arrowLength;
  const rows = [...parts].reverse().map((part): Row => {
    const row = { part, top: y, height: heights[part.kind] };
    y += row.height + arrowLength;
    return row;
  });
  const symbolAt = y + symbolHalf;
  return { rows: rows.reverse(), lossAt, symbolAt, height: symbolAt + symbolHalf };
}

/** Heights at which the states of a row go from one time step to the next, in the order of its states. */
export function stateHeights({ part, top, height }: Row): number[] {
  const middle = top + height / 2;
  const apart = part.states.length > 1 ? 28 : 0;
  return part.states.map((_, at) => middle + apart / 2 - at * apart);
}
