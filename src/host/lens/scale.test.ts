import { describe, expect, it } from 'vitest';
import type { LensLayer } from '../../protocol/lens';
import { lookBackScale, roundTop, scaleOf, stepOf } from './scale';

const lstm: LensLayer = { cell: 'lstm', units: 2, quantities: ['forget', 'c', 'h'] };
const elman: LensLayer = { cell: 'elman', units: 2, quantities: ['h'] };

describe('the steps of a colour', () => {
  it.each([
    ['four letters', 4, undefined, Math.log(4)],
    ['the characters of a novel', 65, undefined, Math.log(65)],
    ['words', 20_000, undefined, Math.log(20_000)],
    ['words, some of them far commoner than others', 20_000, 6.8, 6.8],
    ['a text with a few strange characters', 3000, 3.1, 3.1],
    ['a text whose validation part is unlike the rest', 65, 9, Math.log(65)],
    ['one letter alone', 1, 0, Math.log(2)],
  ])('change for the surprise of %s at quarters of what it costs to know nothing, or frequencies alone', (...given) => {
    const [, size, unigram, top] = given;
    const scale = scaleOf({ kind: 'surprise' }, { layers: [lstm], vocabulary: Array(size).fill('a'), unigram }, 1);
    expect([scale.meaning, scale.top]).toEqual(['validation', top]);
    const shares = [0, 0.24, 0.26, 0.49, 0.51, 0.74, 0.76, 0.99, 1, 10];
    expect(shares.map((share) => stepOf(share * top, scale.limits))).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('change for a look-back at 1, 3, 10 and 30 percent of the nearest norm', () => {
    const shares = [0.009, 0.01, 0.03, 0.1, 0.3, 1];
    expect(shares.map((share) => stepOf(share, lookBackScale.limits))).toEqual([0, 1, 2, 3, 4, 4]);
  });

  it('count the size of what has both signs, and nothing where there is no number', () => {
    const { limits, isSigned } = scaleOf(
      { kind: 'quantity', layer: 0, quantity: 'h', unit: 1 },
      { layers: [lstm], vocabulary: [] },
      7,
    );
    expect(isSigned).toBe(true);
    expect([-0.9, -0.1, 0.5, null, NaN].map((value) => stepOf(value, limits))).toEqual([4, 0, 2, 0, 0]);
  });

  it('reach to 1 for what cannot pass 1, and to what is seen for what can', () => {
    const top = (layer: LensLayer, quantity: 'forget' | 'c' | 'h'): number =>
      scaleOf({ kind: 'quantity', layer: 0, quantity }, { layers: [layer], vocabulary: [] }, 20).top;
    expect([top(lstm, 'forget'), top(lstm, 'h'), top(lstm, 'c'), top(elman, 'h')]).toEqual([1, 1, 20, 1]);
    for (const layer of [{ ...elman, activation: 'relu' } as const, { ...elman, cell: 'own' } as const])
      expect(top(layer, 'h')).toBe(20);
  });
});

describe('the end of a scale', () => {
  it.each([
    [[0.013, -0.02, null], 0.02],
    [[3.2, 4.9, 1], 5],
    [[...Array.from({ length: 99 }, () => 7), 1e6], 10],
    [[], 1],
    [[NaN, Infinity, 0], 1],
  ])('of %j is the round number %d', (values, top) => {
    expect(roundTop({ values })).toBeCloseTo(top, 10);
  });
});
