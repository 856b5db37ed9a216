import { expect, it } from 'vitest';
import { orderBySimilarity } from './similarity';

it('units that do the same stand together', () => {
  const waves = [
    (t: number) => Math.sin(t / 3),
    (t: number) => Math.cos(t * 1.7),
    (t: number) => Math.sin(t * 0.9) ** 3,
  ];
  const kinds = [0, 1, 2, 0, 1, 2, 0, 1, 2];
  const rows = Array.from({ length: 200 }, (_, t) =>
    Float32Array.from(kinds, (kind, unit) => waves[kind]!(t) * (1 + unit) + unit + 0.01 * Math.sin(t * unit)),
  );
  const order = orderBySimilarity(rows, kinds.length).map((unit) => kinds[unit]!);
  expect(order.filter((kind, i) => i > 0 && kind !== order[i - 1])).toHaveLength(2);
});

it('every unit has its place, also where nothing is known of them', () => {
  expect(orderBySimilarity([], 3).sort()).toEqual([0, 1, 2]);
  expect(orderBySimilarity([Float32Array.of(1, NaN, 1)], 3).sort()).toEqual([0, 1, 2]);
});
