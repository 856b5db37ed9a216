import type { Overview } from '../../../src/protocol/lens';
import type { Order } from '../viewState';

/**
 * The units from the top row to the bottom one. Where what they are to be sorted by is not known yet, by number.
 * @param here each unit's value at the chosen symbol
 */
export function unitOrder(
  order: Order,
  units: number,
  overview: Overview | undefined,
  here: ArrayLike<number> | undefined,
): number[] {
  const numbers = Array.from({ length: units }, (_, unit) => unit);
  if (order === 'similarity' && overview?.similarity.length === units) return overview.similarity;
  if (order === 'mean' && overview?.units.length === units)
    return descending(numbers, (unit) => overview.units[unit]!.mean);
  if (order === 'value' && here?.length === units) return descending(numbers, (unit) => here[unit]!);
  return numbers;
}

/** The greatest on top; units that are equal, or no numbers, keep their order. */
function descending(units: number[], value: (unit: number) => number): number[] {
  const known = (unit: number): number => (Number.isNaN(value(unit)) ? -Infinity : value(unit));
  return units.sort((a, b) => known(b) - known(a) || a - b);
}

/** The unit some rows below another, or above it; without one, that of the first or the last row. */
export function unitBeside(order: number[], unit: number | undefined, by: number): number | undefined {
  const row = unit === undefined ? (by > 0 ? -1 : order.length) : order.indexOf(unit);
  return order[Math.max(0, Math.min(order.length - 1, row + by))];
}
