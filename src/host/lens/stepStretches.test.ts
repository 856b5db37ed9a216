import { expect, it } from 'vitest';
import { scaleOf } from './scale';
import { stepStretches } from './stepStretches';

const surprise = { meaning: 'validation', limits: [1, 2, 3, 4.5], isSigned: false, top: 6 } as const;

it('puts neighbours of one step together and leaves the empty step out', () => {
  const values = [null, 1.5, 1.9, 0.2, 5, 5, 1.2];
  const { steps, belowZero } = stepStretches({ offsets: [10, 11, 12, 13, 14, 16, 17], values }, 18, surprise);
  expect(steps[0]).toEqual([
    { from: 11, to: 13 },
    { from: 17, to: 18 },
  ]);
  expect(steps[3]).toEqual([{ from: 14, to: 17 }]);
  expect([steps[1], steps[2], belowZero]).toEqual([[], [], []]);
});

it('tells numbers below zero apart where a quantity has both signs', () => {
  const scale = scaleOf({ kind: 'quantity', layer: 0, quantity: 'c', unit: 0 }, { layers: [], vocabulary: [] }, 1);
  const { steps, belowZero } = stepStretches({ offsets: [0, 1, 2, 3], values: [-0.9, 0.9, -0.1, -0.5] }, 4, scale);
  expect(steps[3]).toEqual([{ from: 0, to: 2 }]);
  expect(belowZero).toEqual([
    { from: 0, to: 1 },
    { from: 3, to: 4 },
  ]);
});
