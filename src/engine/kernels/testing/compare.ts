import { expect } from 'vitest';
import type { Quantities } from './quantities';

/** Below this a number counts as nothing: float64's own rounding of what should be 0. */
const nothing = 1e-7;

/** The largest difference, as a part of the largest number: max|a - b| / max|b|. */
export function largestError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let [error, largest] = [0, nothing];
  for (let i = 0; i < b.length; i++) {
    if (!Number.isFinite(a[i]!) || !Number.isFinite(b[i]!)) return Infinity;
    error = Math.max(error, Math.abs(a[i]! - b[i]!));
    largest = Math.max(largest, Math.abs(b[i]!));
  }
  return error / largest;
}

/** Every quantity is there in both and differs by at most 1e-5 of its largest number. */
export function expectClose(actual: Quantities, expected: Quantities, what: string): void {
  expect([...actual.keys()].sort(), what).toEqual([...expected.keys()].sort());
  const errors = [...expected].map(([name, numbers]) => ({ name, error: largestError(actual.get(name)!, numbers) }));
  expect(
    errors.filter(({ error }) => !(error < 1e-5)),
    what,
  ).toEqual([]);
}

/** How quantities were come by, for the words of a difference. */
export interface Origin {
  target: string;
  threads: number;
}

/** Every quantity has the same bits in both; a difference says all that a later search for its cause could use. */
export function expectSame(actual: Quantities, expected: Quantities, what: string, origin?: Origin): void {
  const from = origin ? `${origin.target}, ${origin.threads} threads: ` : '';
  const different = [...expected].flatMap(([name, numbers]) =>
    differenceOf(`${from}${name}`, actual.get(name) ?? [], numbers, origin?.threads ?? 1),
  );
  expect(different, what).toEqual([]);
}

/** Where the bits of a quantity are others, in words; empty where they are not. */
function differenceOf(name: string, found: ArrayLike<number>, expected: ArrayLike<number>, threads: number): string[] {
  const places = Array.from(expected, (_, i) => i).filter((i) => !Object.is(found[i], expected[i]));
  if (found.length === expected.length && places.length === 0) return [];
  const share = (i: number): number => Math.floor(((i + 1) * threads - 1) / expected.length); // as share_of in threads.h
  const shown = places
    .slice(0, 8)
    .map((i) => `[${i}] ${shownBits(found[i])} for ${shownBits(expected[i])} (share ${share(i)})`);
  return [`${name}: ${places.length} of ${expected.length} (${found.length} found), ${shown.join(', ')}`];
}

/** A number with its bits as float32, which tell a sign, a lost last place or a foreign number apart. */
function shownBits(value: number | undefined): string {
  if (value === undefined) return 'nothing';
  const bits = new Uint32Array(new Float32Array([value]).buffer)[0]!;
  return `${value} = 0x${bits.toString(16).padStart(8, '0')}`;
}
