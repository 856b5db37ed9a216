import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError';
import type { Parameter } from './parameters';

/**
 * Checks that the numbers of a parameter are finite as float32.
 * @param numbers as they stand in the file
 * @throws UserError with the first that is not, and how many are not
 */
export function checkFinite(numbers: Float32Array | Float64Array, { name, shape }: Parameter, file: string): void {
  let first = -1;
  let count = 0;
  for (let at = 0; at < numbers.length; at++) {
    if (isFinite32(numbers[at]!)) continue;
    if (count++ === 0) first = at;
  }
  if (count === 0) return;
  const value = numbers[first]!;
  const place = `[${placeIn(shape, first).join(', ')}]`;
  const what = Number.isFinite(value)
    ? l10n.t('{0} of {1} is {2} at {3}, more than float32 holds', name, file, String(value), place)
    : l10n.t('{0} of {1} is {2} at {3}', name, file, String(value), place);
  throw new UserError(
    count > 1 ? l10n.t('{0}; {1} of its {2} numbers are not finite.', what, count, numbers.length) : `${what}.`,
    l10n.t('Use weights that are finite, such as those from before a training diverged.'),
  );
}

const isFinite32 = (value: number): boolean => Number.isFinite(Math.fround(value));

/** Where a number stands in a tensor, by where it stands among all. */
function placeIn(shape: number[], at: number): number[] {
  const place: number[] = [];
  for (const size of [...shape].reverse()) {
    place.unshift(at % size);
    at = Math.floor(at / size);
  }
  return place;
}
