import { describe, expect, it } from 'vitest';
import { Random } from './random';

const draw = (count: number, of: () => number) => Array.from({ length: count }, of);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the generator', () => {
  it('gives the numbers of the reference implementation of xoshiro128**', () => {
    const random = Random.fromState([1, 2, 3, 4]);
    expect(draw(6, () => random.nextUint32())).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
  });

  it('goes on from its state', () => {
    const random = Random.fromSeed(12);
    random.normal();
    const other = Random.fromState(random.state);
    expect(draw(10, () => other.normal())).toEqual(draw(10, () => random.normal()));
  });

  it('gives other numbers for neighbouring seeds', () => {
    const first = draw(100, () => 0).map((_, seed) => Random.fromSeed(seed).uniform());
    expect(new Set(first).size).toBe(100);
    expect(Math.abs(mean(first) - 0.5)).toBeLessThan(0.1);
  });

  it('draws evenly from 0 to 1 and normally around 0', () => {
    const random = Random.fromSeed(3);
    const even = draw(20000, () => random.uniform());
    expect(Math.min(...even)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...even)).toBeLessThan(1);
    expect(Math.abs(mean(even) - 1 / 2)).toBeLessThan(0.01);
    expect(Math.abs(mean(even.map((x) => x * x)) - 1 / 3)).toBeLessThan(0.01);
    const normal = draw(20000, () => random.normal());
    expect(Math.abs(mean(normal))).toBeLessThan(0.03);
    expect(Math.abs(mean(normal.map((x) => x * x)) - 1)).toBeLessThan(0.04);
    expect(Math.abs(mean(normal.map((x) => x ** 4)) - 3)).toBeLessThan(0.3);
  });
});
