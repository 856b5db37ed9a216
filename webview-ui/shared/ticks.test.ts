import { describe, expect, it } from 'vitest';
import { roundGaps, roundTicks, roundUp, tickWriter, windowTicks } from './ticks';

describe('ticks', () => {
  it('are round and inside the axis', () => {
    expect(roundTicks(1.5, 4.25, 4)).toEqual([2, 3, 4]);
    expect(roundTicks(0, 0.92, 3)).toEqual([0, 0.4, 0.8]);
    expect(roundTicks(0, 1000, 5, 1, roundGaps.plain)).toEqual([0, 200, 400, 600, 800, 1000]);
  });

  it('are whole where they count', () => {
    expect(roundTicks(0, 3, 6, 1)).toEqual([0, 1, 2, 3]);
  });

  it('fall on the quarters of a window that has them', () => {
    expect(windowTicks(64)).toEqual([0, 16, 32, 48, 64]);
    expect(windowTicks(25)).toEqual([0, 5, 10, 15, 20, 25]);
    expect(windowTicks(3)).toEqual([0, 1, 2, 3]);
  });

  it('survive an axis without length', () => {
    expect(roundTicks(5, 5, 4)).toEqual([5]);
  });

  it('are written with the decimals that tell them apart, and shortly where they are large or tiny', () => {
    const written = (ticks: number[]): string[] => ticks.map(tickWriter(ticks));
    expect(written([2, 3])).toEqual(['2', '3']);
    expect(written([0, 0.25])).toEqual(['0.0', '0.3']);
    expect(written([0, 40_000])).toEqual(['0', '40K']);
    expect(written([0, 0.00002])).toEqual(['0', '2.0×10⁻⁵']);
  });
});

describe('rounding up', () => {
  it('finds the next round number', () => {
    expect([0.7, 1, 1.01, 3, 6].map((value) => roundUp(value))).toEqual([1, 1, 2, 5, 10]);
    expect(roundUp(2.6, [1, 1.5, 2, 3])).toBe(3);
  });

  it('has an answer for what is no size', () => {
    expect([0, -1, NaN, Infinity].map((value) => roundUp(value))).toEqual([1, 1, 1, 1]);
  });
});
