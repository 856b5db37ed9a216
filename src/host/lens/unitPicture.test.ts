import { expect, it } from 'vitest';
import { unitPicture, type PictureStyle } from './unitPicture';

const style: PictureStyle = { ink: '#35c4ae', axis: '#9d9d9d73', isSigned: false, limit: 1, columns: 128 };

const svgOf = (values: number[], changes: Partial<PictureStyle> = {}): string =>
  Buffer.from(unitPicture(values, { ...style, ...changes }).uri.split(',')[1]!, 'base64').toString();

/** Lengths of the columns, upward. */
const lengths = (svg: string): number[] => [...svg.matchAll(/v(-?[\d.]+)/g)].map((match) => -Number(match[1]));

it('draws a column a unit, as high as its share of the limit', () => {
  expect(lengths(svgOf([1, 0.5, 0.25]))).toEqual([14, 7, 3.5]);
  expect(lengths(svgOf([0.4, -1, 3], { isSigned: true }))).toEqual([2.6, -6.5, 6.5]);
});

it('has one path for all units, however many there are', () => {
  const svg = svgOf(Array.from({ length: 100_000 }, (_, unit) => Math.sin(unit)));
  expect(svg.match(/<path/g)).toHaveLength(2);
  expect(lengths(svg).length).toBeLessThanOrEqual(128);
  expect(svg.length).toBeLessThan(2500);
});

it('lets units share columns by their mean, or by the one furthest from zero where there are both signs', () => {
  expect(lengths(svgOf([1, 0, 0.5, 0.5], { columns: 2 }))).toEqual([7, 7]);
  expect(lengths(svgOf([0.2, -1, 0, 0.4], { columns: 2, isSigned: true }))).toEqual([-6.5, 2.6]);
});

it('leaves a gap where a number is not finite', () => {
  expect(lengths(svgOf([1, NaN, 1]))).toEqual([14, 14]);
});
