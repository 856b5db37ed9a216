import { engine, memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../backend/engine';
import { estimate } from '../model/estimate';
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

beforeAll(async () => {
  await startEngine({ engine: 'embedded', kernels: 'reference' });
});

describe('the estimated memory of tensor operations', () => {
  it.each([
    [{ cell: 'lstm', units: 64 }],
    [{ cell: 'gru', units: 64 }],
    [{ cell: 'gru', reset: 'before', units: 64 }],
    [{ cell: 'elman', units: 64 }],
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
});
