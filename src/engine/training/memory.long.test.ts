import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { startEngine } from '../backend/engine';
import { datasetOf, experimentOf, scramble } from '../model/testing/text';
import { Training } from './training';

const hidden = [
  { units: 48, activation: 'tanh' },
  { units: 32, activation: 'sigmoid' },
];

beforeAll(async () => {
  await startEngine({ engine: 'embedded', kernels: 'reference' });
});

it.each([
  { cell: 'deep', units: 16, hiddenToHidden: hidden },
  { cell: 'jordan', units: 16 },
  { cell: 'feed-forward', units: 16 },
])(
  'the resident memory of tensor operations stays what it is over thousands of steps of %o',
  (layer) => {
    const experiment = experimentOf(
      { layers: [layer] },
      { batch: 2, window: 4, regulariser: { coefficient: 1 }, epochs: 1000 },
    );
    const training = Training.create({ experiment, dataset: datasetOf(scramble(500)) });
    const run = (count: number) => {
      for (let i = 0; i < count; i++) training.takeStep({ profile: i % 20 === 0, reach: i % 20 === 0 });
    };
    /** The smallest resident memory of some moments: in between it holds what has not been collected yet. */
    const resident = () =>
      Math.min(
        ...Array.from({ length: 4 }, () => {
          run(250);
          return process.memoryUsage().rss;
        }),
      );
    run(250);
    const { numTensors, numBytes } = memory();
    const before = resident();
    expect(resident() - before).toBeLessThan(48 * 2 ** 20);
    expect(memory()).toMatchObject({ numTensors, numBytes });
    training.dispose();
  },
  60_000,
);
