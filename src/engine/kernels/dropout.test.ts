import { describe, expect, it } from 'vitest';
import { maskKey, maskOf } from './dropout';

const mean = (numbers: ArrayLike<number>): number =>
  Array.from(numbers).reduce((sum, number) => sum + number, 0) / numbers.length;

/** How two lists of the same length go together, from -1 to 1. */
function correlation(a: Float32Array, b: Float32Array): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = (x: Float32Array, meanX: number, y: Float32Array, meanY: number) =>
    mean(x.map((value, i) => (value - meanX) * (y[i]! - meanY)));
  return covariance(a, meanA, b, meanB) / Math.sqrt(covariance(a, meanA, a, meanA) * covariance(b, meanB, b, meanB));
}

const [rows, units] = [500, 120];
const draw = (step: number, layer: number, seed = 1, rate = 0.3) =>
  maskOf(rate, maskKey({ seed, step }, layer), rows, units);

describe('the masks of dropout', () => {
  it.each([0.1, 0.3, 0.5, 0.9])('drop the share %f and keep the mean at 1', (rate) => {
    const mask = draw(1, 0, 1, rate);
    const share = mask.filter((factor) => factor === 0).length / mask.length;
    expect(Math.abs(share - rate)).toBeLessThan((4 * Math.sqrt(rate * (1 - rate))) / Math.sqrt(mask.length));
    const deviation = Math.sqrt(rate / (1 - rate) / mask.length); // of the mean of all factors
    expect(Math.abs(mean(mask) - 1)).toBeLessThan(4 * deviation);
    expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
  });

  it('are all 1 at the rate 0', () => expect(new Set(draw(1, 0, 1, 0))).toEqual(new Set([1])));

  it('are the same for the same step and layer, and have nothing to do with each other otherwise', () => {
    const mask = draw(7, 1);
    expect(draw(7, 1)).toEqual(mask);
    const others = [draw(8, 1), draw(7, 0), draw(1, 7), draw(7, 1, 2), draw(7, 1, 2 ** 32 - 1)];
    const shifted = [1, units, 7 * units].map((by) => [mask.subarray(by), mask.subarray(0, mask.length - by)] as const);
    const bound = 4 / Math.sqrt(mask.length);
    for (const other of others) expect(Math.abs(correlation(mask, other))).toBeLessThan(bound);
    for (const [a, b] of shifted) expect(Math.abs(correlation(a, b))).toBeLessThan(bound);
  });
});
