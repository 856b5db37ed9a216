import { describe, expect, it } from 'vitest';
import type { Overview } from '../../../src/protocol/lens';
import { gateRamp, signedRamp } from '../../shared/gateRamps';
import { toOklab, type Rgb } from '../../shared/oklch';
import { Extents } from '../asking/extent';
import { bandOf, figureLayout, unitUnder } from './figureLayout';
import { dotOf, unitAt } from './paintSaturation';
import { paintColumns, usualLimit } from './shade';
import { unitBeside, unitOrder } from './unitOrder';

const overview = (means: number[], similarity: number[]): Overview => ({
  symbols: 10,
  traced: 10,
  buckets: [],
  units: means.map((mean) => ({ mean, closed: 0, open: 0 })),
  similarity,
});

describe('the order of the units', () => {
  const known = overview([0.1, 0.9, 0.5], [2, 0, 1]);

  it('is by number, similarity, mean or value at the chosen symbol, the greatest on top', () => {
    expect(unitOrder('number', 3, known, undefined)).toEqual([0, 1, 2]);
    expect(unitOrder('similarity', 3, known, undefined)).toEqual([2, 0, 1]);
    expect(unitOrder('mean', 3, known, undefined)).toEqual([1, 2, 0]);
    expect(unitOrder('value', 3, known, [0.3, NaN, 0.7])).toEqual([2, 0, 1]);
  });

  it('is gone through row by row, from either end, and no further than its ends', () => {
    const order = [2, 0, 1];
    expect([unitBeside(order, undefined, 1), unitBeside(order, undefined, -1)]).toEqual([2, 1]);
    expect([unitBeside(order, 0, 1), unitBeside(order, 0, -10), unitBeside(order, 1, 1)]).toEqual([1, 2, 1]);
  });

  it('is by number while it cannot be known', () => {
    for (const order of ['similarity', 'mean', 'value'] as const)
      expect(unitOrder(order, 3, undefined, undefined)).toEqual([0, 1, 2]);
    expect(unitOrder('similarity', 4, known, undefined)).toEqual([0, 1, 2, 3]);
  });
});

describe('the picture of the units', () => {
  const ramp = Uint8ClampedArray.from({ length: 1024 }, (_, index) => (index % 4 === 3 ? 255 : index >> 2));
  const colours = new Uint32Array(ramp.buffer);
  const shade = { ramp, low: 0, high: 1 };
  const levels = (pixels: Uint32Array): number[] => [...pixels].map((colour) => colours.indexOf(colour));

  it('has a row a unit in their order, and a column a symbol', () => {
    const values = Float32Array.of(0, 0.2, 1, 0.4, 0.6, 0.8); // two columns of three units
    const rows = { order: [2, 0, 1], unitsARow: 1, count: 3 };
    expect(levels(paintColumns(values, 2, rows, shade))).toEqual([255, 204, 0, 102, 51, 153]);
  });

  it('shows units that share a row by their mean', () => {
    const rows = { order: [0, 1, 2], unitsARow: 2, count: 2 };
    expect(levels(paintColumns(Float32Array.of(0.2, 0.6, 1), 1, rows, shade))).toEqual([102, 255]);
  });

  it('can show what each unit differs by from its own mean', () => {
    const rows = { order: [0, 1], unitsARow: 1, count: 2 };
    const difference = { ramp, low: -1, high: 1, means: [0.5, 0.25] };
    expect(levels(paintColumns(Float32Array.of(0.5, 1.25), 1, rows, difference))).toEqual([128, 255]);
  });

  it('keeps what is beyond the ends at them, and what is no number at zero', () => {
    const rows = { order: [0, 1, 2], unitsARow: 1, count: 3 };
    expect(levels(paintColumns(Float32Array.of(-9, 9, NaN), 1, rows, { ramp, low: -1, high: 1 }))).toEqual([
      0, 255, 128,
    ]);
  });

  it('is scaled to what all but a few numbers keep, rounded up', () => {
    const values = Float32Array.from({ length: 1000 }, (_, index) => (index === 77 ? 900 : Math.sin(index) * 2.6));
    expect(usualLimit(values, 10)).toBe(3);
    expect(usualLimit(new Float32Array(8), 4)).toBe(0);
    expect(usualLimit(Float32Array.of(5, 5.5, 5, 5.5), 2, [5, 5])).toBe(0.5);
  });
});

describe('where the units stand', () => {
  it('many units have thin rows, few have thick ones, and beyond 512 some share a row', () => {
    const shape = (units: number) => {
      const { rowHeight, rowCount, units: band } = figureLayout(800, units, []);
      return [rowHeight, rowCount, band.height];
    };
    expect(shape(128)).toEqual([3, 128, 384]);
    expect(shape(512)).toEqual([1, 512, 512]);
    expect(shape(1000)).toEqual([1, 500, 500]);
    expect(shape(2)).toEqual([24, 2, 48]);
  });

  it.each([16, 128, 1000])('the unit under the middle of its own row is that unit or one beside it: %i', (units) => {
    const layout = figureLayout(800, units, ['mean']);
    const order = Array.from({ length: units }, (_, index) => units - 1 - index);
    for (const unit of [0, 7, units - 1]) {
      const { top, height } = bandOf(unit, layout, order);
      expect(Math.abs(unitUnder(top + height / 2, layout, order)! - unit)).toBeLessThan(layout.unitsARow);
    }
    expect(unitUnder(3, layout, order)).toBeUndefined();
    expect(unitUnder(layout.height - 3, layout, order)).toBeUndefined();
  });

  it('curves stand below one another in the order asked for', () => {
    const { rows, units, height } = figureLayout(800, 128, ['unit', 'mean', 'surprise']);
    expect(rows.map(({ name }) => name)).toEqual(['unit', 'mean', 'surprise']);
    expect(rows[0]!.top).toBeGreaterThan(units.top + units.height);
    rows
      .slice(1)
      .forEach((row, index) => expect(row.top).toBeGreaterThanOrEqual(rows[index]!.top + rows[index]!.height));
    expect(height).toBeGreaterThanOrEqual(rows[2]!.top + rows[2]!.height);
  });

  it('a dot of the saturation picture is found by a click near it', () => {
    const habits: Overview = overview([0, 0], [0, 1]);
    habits.units = [
      { mean: 0, closed: 0.1, open: 0.8 },
      { mean: 0, closed: 0.7, open: 0.05 },
    ];
    const { x, y } = dotOf(habits.units[1]!, 240);
    expect(unitAt(x + 3, y - 4, 240, habits)).toBe(1);
    expect(unitAt(x + 30, y - 40, 240, habits)).toBeUndefined();
  });
});

describe('the colours of gates and signed numbers', () => {
  const backgrounds: [string, Rgb, boolean][] = [
    ['dark', [31, 31, 31], false],
    ['high contrast', [0, 0, 0], false],
    ['light', [255, 255, 255], true],
  ];
  const lightness = (ramp: Uint8ClampedArray, level: number): number =>
    toOklab([...ramp.subarray(4 * level, 4 * level + 3)] as Rgb)[0];

  it.each(backgrounds)('a closed gate is the background, and lightness runs one way: %s', (_, background, isLight) => {
    const ramp = gateRamp(background, isLight);
    expect([...ramp.subarray(0, 3)]).toEqual(background);
    for (let level = 15; level < 256; level += 15)
      expect((isLight ? -1 : 1) * (lightness(ramp, level) - lightness(ramp, level - 15))).toBeGreaterThan(0);
  });

  it.each(backgrounds)('zero is the background, and both signs leave it steadily: %s', (_, background, isLight) => {
    const ramp = signedRamp(background, isLight);
    expect([...ramp.subarray(4 * 128, 4 * 128 + 3)]).toEqual(background);
    for (const sign of [-1, 1])
      for (let away = 8; away < 128; away += 8) {
        const step = lightness(ramp, 128 + sign * away) - lightness(ramp, 128 + sign * (away - 8));
        expect((isLight ? -1 : 1) * step).toBeGreaterThan(0);
      }
  });
});

it('below zero is copper and above it sea-blue', () => {
  for (const isLight of [false, true]) {
    const ramp = signedRamp(isLight ? [255, 255, 255] : [31, 31, 31], isLight);
    const [red, , blue] = ramp.subarray(0, 3);
    expect(red! - blue!).toBeGreaterThan(50);
    expect(ramp[4 * 255 + 2]! - ramp[4 * 255]!).toBeGreaterThan(50);
  }
});

describe('the ranges of curves', () => {
  it('only grow, and end on round numbers', () => {
    const extents = new Extents();
    expect(extents.fromZero('surprise', [1.3, null, 3.3])).toEqual({ low: 0, high: 4 });
    expect(extents.fromZero('surprise', [0.2])).toEqual({ low: 0, high: 4 });
    expect(extents.fromZero('other', [])).toEqual({ low: 0, high: 1 });
  });

  it('of shares stay inside 0 to 1 and close about what was seen', () => {
    const extents = new Extents();
    expect(extents.ofShares('mean', [0.62, 0.71])).toEqual({ low: 0.6, high: 0.75 });
    expect(extents.ofShares('mean', [0.01, 1])).toEqual({ low: 0, high: 1 });
  });
});
