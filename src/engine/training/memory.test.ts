import { engine, memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../backend/engine';
import { estimate } from '../experiment/estimate';
import { datasetOf, experimentOf, scramble } from '../model/testing/text';
import { Training } from './training';

/** The most bytes that tensors hold at any moment while something runs. */
function mostBytesDuring(body: () => unknown): number {
  const all = engine();
  const track = all.trackTensor.bind(all);
  let most = 0;
  all.trackTensor = (tensor, backend) => {
    track(tensor, backend);
    most = Math.max(most, all.memory().numBytes);
  };
  try {
    body();
  } finally {
    all.trackTensor = track;
  }
  return most;
}

const hidden = [
  { units: 48, activation: 'tanh' },
  { units: 32, activation: 'sigmoid' },
];

beforeAll(async () => {
  await startEngine({ engine: 'embedded', kernels: 'reference' });
});

describe('the estimated memory of tensor operations', () => {
  it.each([
    [{ cell: 'lstm', units: 64 }],
    [{ cell: 'gru', units: 64 }],
    [{ cell: 'gru', reset: 'before', units: 64 }],
    [{ cell: 'elman', units: 64 }],
    [{ cell: 'deep', units: 64, hiddenToHidden: hidden, inputToHidden: hidden }],
    [{ cell: 'deep', units: 64, transition: 'nested', hiddenToHidden: hidden }],
    [{ cell: 'feed-forward', units: 64, context: 4 }],
  ])('covers the tensors that a step of %o holds, and not much more', (layer) => {
    const experiment = experimentOf({ layers: [layer, layer] }, { batch: 16, window: 32 });
    const training = Training.create({ experiment, dataset: datasetOf(scramble(2000)) });
    const before = memory().numBytes;
    const most = mostBytesDuring(() => training.takeStep({ profile: true, reach: true }));
    training.dispose();
    const { memoryBytes } = estimate(experiment, 8, 'reference');
    expect(memoryBytes).toBeGreaterThan(most - before);
    expect(memoryBytes).toBeLessThan(2.5 * (most - before));
  });

  it('covers a Jordan layer below a head with hidden layers', () => {
    const experiment = experimentOf(
      { layers: [{ cell: 'jordan', units: 64 }], head: { hidden } },
      { batch: 16, window: 32 },
    );
    const training = Training.create({ experiment, dataset: datasetOf(scramble(2000)) });
    const before = memory().numBytes;
    const most = mostBytesDuring(() => training.takeStep({ profile: true, reach: true }));
    training.dispose();
    const { memoryBytes } = estimate(experiment, 8, 'reference');
    expect(memoryBytes / (most - before)).toBeGreaterThan(1);
    expect(memoryBytes / (most - before)).toBeLessThan(2.5);
  });

  it.each([
    { cell: 'deep', units: 16, hiddenToHidden: hidden },
    { cell: 'jordan', units: 16 },
    { cell: 'feed-forward', units: 16 },
  ])('stays what it is over a hundred regularised steps of %o', (layer) => {
    const experiment = experimentOf({ layers: [layer] }, { batch: 2, window: 4, regulariser: { coefficient: 1 } });
    const training = Training.create({ experiment, dataset: datasetOf(scramble(500)) });
    const run = (count: number) => {
      for (let i = 0; i < count; i++) training.takeStep({ profile: i % 20 === 0, reach: i % 20 === 0 });
    };
    run(20);
    const { numTensors, numBytes } = memory();
    run(100);
    expect(memory()).toMatchObject({ numTensors, numBytes });
    training.dispose();
  });
});
