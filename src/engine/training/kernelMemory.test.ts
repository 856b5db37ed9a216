import { describe, expect, it } from 'vitest';
import { startTarget, kernelTargets } from '../model/testing/targets';
import { engineKernels } from '../backend/engineKernels';
import { estimate } from '../experiment/estimate';
import { datasetOf, experimentOf, scramble } from '../model/testing/text';
import { Training } from './training';

const experiments = [
  { layers: [{ cell: 'lstm', units: 128 }], input: { embedding: 64 } },
  {
    layers: [
      { cell: 'gru', units: 100 },
      { cell: 'gru', reset: 'before', units: 60 },
    ],
  },
  { layers: [{ cell: 'elman', units: 256 }], input: 'one-hot' },
  {
    layers: [
      { cell: 'lstm', units: 200, peephole: 'full' },
      { cell: 'lstm', units: 30, peephole: 'diagonal', dropout: 0.2 },
      { cell: 'gru', units: 90 },
    ],
  },
  { layers: [{ cell: 'lstm', units: 32 }], input: { embedding: 300 } },
];
const sizes = [
  { batch: 32, window: 64 },
  { batch: 5, window: 7, optimiser: { name: 'sgd', momentum: 0.9 } },
];

/** Bytes that a training takes of the kernels' memory, without what reads texts. */
function taken(experiment: ReturnType<typeof experimentOf>): number {
  const kernels = engineKernels()!;
  const { allocate } = kernels;
  let sum = 0;
  kernels.allocate = (bytes) => {
    sum += bytes;
    return allocate.call(kernels, bytes);
  };
  const training = Training.create({
    experiment,
    dataset: { ...datasetOf(scramble(5000)), validation: new Int32Array() },
  });
  training.dispose();
  kernels.allocate = allocate;
  return sum;
}

describe.each(kernelTargets)('the estimated memory of %s kernels', (kernels) => {
  it.each(experiments.flatMap((model) => sizes.map((training) => [model, training] as const)))(
    'is what %o with %o takes, to a tenth',
    async (model, training) => {
      await startTarget(kernels);
      const experiment = experimentOf(model, training);
      const share = estimate(experiment, 8, kernels as 'native').memoryBytes / taken(experiment);
      expect(share).toBeGreaterThan(0.9);
      expect(share).toBeLessThan(1.1);
    },
  );
});
