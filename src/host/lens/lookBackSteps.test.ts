import { expect, it } from 'vitest';
import { lookBackSteps } from './lookBackSteps';

it('colours by shares of the nearest symbol’s norm, of the layer next to the loss, and finds where a hundredth is left', () => {
  const top = [0.001, 0.02, 0.08, 0.3, 1, 2]; // shares 0.0005, 0.01, 0.04, 0.15, 0.5, 1
  const found = lookBackSteps(
    { at: 16, from: 10, offsets: [10, 11, 12, 13, 14, 15], layers: [[9, 9, 9, 9, 9, 9], top] },
    16,
  );
  expect(found.steps).toEqual([
    [{ from: 11, to: 12 }],
    [{ from: 12, to: 13 }],
    [{ from: 13, to: 14 }],
    [{ from: 14, to: 16 }],
  ]);
  expect(found.hundredth).toBe(5);
});

it('colours nothing where nothing comes before, or nothing arrives', () => {
  const nothing = [[], [], [], []];
  expect(lookBackSteps({ at: 0, from: 0, offsets: [], layers: [[]] }, 0)).toMatchObject({
    steps: nothing,
    hundredth: 0,
  });
  const zeros = lookBackSteps({ at: 2, from: 0, offsets: [0, 1], layers: [[0, 0]] }, 2);
  expect(zeros).toMatchObject({ steps: nothing, hundredth: 0 });
});
