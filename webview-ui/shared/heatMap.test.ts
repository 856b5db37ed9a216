import { describe, expect, it } from 'vitest';
import { aggregate, decades, mostColumns, paint, recordSpans, upTo, type HeatMapSource } from './heatMapImage';
import { heatRamp, type Ramp } from './heatRamp';
import { toOklab, type Rgb } from './oklch';

const source = (steps: number[], records: number[][]): HeatMapSource => ({
  steps: Float64Array.from(steps),
  rows: records[0]?.length ?? 0,
  record: (index) => Float32Array.from(records[index]!),
});

describe('a heat map', () => {
  it('gives each place on the axis to the nearest record', () => {
    const { first, last } = recordSpans(Float64Array.of(1, 20, 40), 0, 40, 8);
    expect([...first]).toEqual([0, 0, 0, 1, 1, 1, 2, 2]);
    expect([...last]).toEqual([0, 0, 1, 1, 1, 1, 2, 2]);
  });

  it('keeps the greatest number where many records fall on one column', () => {
    const records = Array.from({ length: 5000 }, (_, index) => [index === 1234 ? 9 : 1, 0]);
    const steps = records.map((_, index) => (index + 1) * 20);
    const grid = aggregate(source(steps, records), 0, 100_000, { columns: 100, rows: 2 });
    const bottom = [...grid.values.subarray(0, 100)];
    expect(bottom.filter((value) => value === 9)).toHaveLength(1);
    expect(bottom.indexOf(9)).toBe(24);
    expect(Math.max(...grid.values.subarray(100))).toBe(0);
  });

  it('has at most 2,000 columns and no more rows than pixels', () => {
    const grid = aggregate(source([1], [[1, 5, 2, 3]]), 0, 10, { columns: 9000, rows: 2 });
    expect(grid.columns).toBe(mostColumns);
    expect(grid.rows).toBe(2);
    expect([grid.values[0], grid.values[mostColumns]]).toEqual([5, 3]);
  });

  it('leaves the background where there is no record or no number', () => {
    const ramp = heatRamp([31, 31, 31], false);
    for (const empty of [source([], []), source([1], [[NaN]]), source([1], [[0]])]) {
      const grid = aggregate({ ...empty, rows: 1 }, 0, 10, { columns: 1, rows: 1 });
      expect([...paint(grid, decades(-12, 0), ramp)]).toEqual([...ramp.subarray(0, 4)]);
    }
  });

  it('paints the first row at the bottom, by decades', () => {
    const ramp = heatRamp([31, 31, 31], false);
    const grid = aggregate(source([1], [[Infinity, 1e-3, 0]]), 0, 1, { columns: 1, rows: 3 });
    const pixels = paint(grid, decades(-12, 0), ramp);
    const level = (value: number): number[] => [...ramp.subarray(4 * value, 4 * value + 4)];
    expect([...pixels]).toEqual([...level(0), ...level(191), ...level(255)]);
  });

  it('can be scaled from nothing to a round number', () => {
    expect(upTo(3)(1.5)).toBe(0.5);
  });
});

describe('the colours of a heat map', () => {
  const backgrounds: [name: string, background: Rgb, isLight: boolean][] = [
    ['dark', [31, 31, 31], false],
    ['a blue dark theme', [0, 43, 54], false],
    ['high contrast', [0, 0, 0], false],
    ['light', [255, 255, 255], true],
    ['a warm light theme', [253, 246, 227], true],
  ];
  const colour = (ramp: Ramp, level: number): Rgb => [...ramp.subarray(4 * level, 4 * level + 3)] as Rgb;

  it.each(backgrounds)(
    'begin with the background and run in one direction of lightness: %s',
    (_, background, isLight) => {
      const ramp = heatRamp(background, isLight);
      expect(colour(ramp, 0)).toEqual(background);
      const lightness = Array.from({ length: 256 }, (__, level) => toOklab(colour(ramp, level))[0]);
      const sign = isLight ? -1 : 1;
      for (let level = 8; level < 256; level += 8)
        expect(sign * (lightness[level]! - lightness[level - 8]!)).toBeGreaterThan(0);
    },
  );
});
