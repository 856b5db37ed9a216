import { describe, expect, it } from 'vitest';
import { envelope, heightAt, heightRange, marks, sampled, visible } from './binning';

const x = Float64Array.from({ length: 100_000 }, (_, index) => index + 1);
const stretch = { from: 0, to: 100_000, pixels: 500 };

describe('the envelope of many numbers', () => {
  it('has at most two points a pixel and keeps every extreme', () => {
    const y = x.map((_, index) => (index === 55_555 ? 9 : index === 77_777 ? -9 : Math.sin(index)));
    const points = envelope(x, y, stretch);
    expect(points.length).toBeLessThanOrEqual(1002);
    expect(points).toContainEqual({ x: 55_556, y: 9 });
    expect(points).toContainEqual({ x: 77_778, y: -9 });
  });

  it('goes from left to right', () => {
    const points = envelope(
      x,
      x.map((_, index) => Math.cos(index * 0.3)),
      stretch,
    );
    expect(points.every((point, index) => index === 0 || point.x > points[index - 1]!.x)).toBe(true);
  });

  it('shows every number where there is room', () => {
    const points = envelope(Float64Array.of(1, 2, 3), Float64Array.of(4, NaN, 6), { from: 0, to: 3, pixels: 500 });
    expect(points).toEqual([
      { x: 1, y: 4 },
      { x: 2, y: NaN },
      { x: 3, y: 6 },
    ]);
  });

  it('leaves a gap only where a whole pixel has no finite number', () => {
    const y = x.map((at) => (at > 50_000 && at <= 60_000 ? NaN : at % 2 === 0 ? Infinity : 1));
    const points = envelope(x, y, stretch);
    expect(points.some(({ x: at, y: height }) => Number.isNaN(height) && at > 51_000 && at < 59_000)).toBe(true);
    expect(points.filter(({ x: at, y: height }) => at < 49_000 && height !== 1)).toEqual([]);
  });

  it('takes one number beyond each edge, so that lines do not end inside', () => {
    expect(visible(Float64Array.of(10, 20, 30, 40), { from: 15, to: 25, pixels: 1 })).toEqual([0, 3]);
    expect(visible(new Float64Array(), { from: 0, to: 1, pixels: 1 })).toEqual([0, 0]);
  });
});

describe('a line sampled once a pixel', () => {
  it('has its first and its last number, and about one a pixel', () => {
    const points = sampled(x, stretch, (index) => index);
    expect(points[0]).toEqual({ x: 1, y: 0 });
    expect(points.at(-1)).toEqual({ x: 100_000, y: 99_999 });
    expect(points.length).toBeGreaterThan(490);
    expect(points.length).toBeLessThan(510);
  });
});

describe('marks', () => {
  it('are one a pixel at most', () => {
    expect(marks(x, () => true, stretch)).toHaveLength(501);
    expect(marks(x, (index) => index === 4, stretch)).toEqual([5]);
  });

  it('lie inside the stretch', () => {
    expect(marks(Float64Array.of(1, 5, 9), () => true, { from: 4, to: 6, pixels: 10 })).toEqual([5]);
  });
});

describe('heights', () => {
  const line = [
    { x: 0, y: 1 },
    { x: 10, y: NaN },
    { x: 20, y: 3 },
  ];

  it('range over what is inside', () => {
    expect(heightRange([line, [{ x: 5, y: -2 }]], { from: 0, to: 10 })).toEqual({ least: -2, greatest: 1 });
    expect(heightRange([[]], { from: 0, to: 10 })).toBeUndefined();
  });

  it('lie between the points on either side', () => {
    expect(heightAt(line, 15)).toBe(2.5);
    expect(heightAt(line, 25)).toBe(3);
    expect(heightAt([], 5)).toBeNaN();
  });
});
