import { beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../formats/safetensors';
import { NotFiniteError } from './notFiniteError';
import { bothForms, startTarget } from '../model/testing/targets';
import { datasetOf, experimentOf, plain, scramble } from '../model/testing/text';
import { Training } from './training';

const dataset = datasetOf(scramble(300));

function failure(of: () => unknown): NotFiniteError {
  try {
    of();
  } catch (error) {
    if (error instanceof NotFiniteError) return error;
  }
  throw new Error('it did not diverge');
}

describe.each(bothForms)('by %s,', (kernels) => {
  beforeAll(() => startTarget(kernels));

  it('a diverging run says step, first parameter and remedy, and changes nothing', () => {
    const layers = [{ cell: 'elman', units: 5, activation: 'identity' }];
    const optimiser = { name: 'sgd', learningRate: 1e25 };
    const training = Training.create({ experiment: experimentOf({ layers }, { optimiser, clip: 'off' }), dataset });
    training.takeStep(plain);
    const before = training.checkpoint();
    const error = failure(() => training.takeStep({ profile: true, reach: true }));
    expect(error.step).toBe(2);
    expect(error.parameter).toBe('embedding.weight');
    expect(error.message).toContain('step 2');
    expect(error.message).toContain('embedding.weight');
    expect(error.remedy).toContain('learning rate below 10,000,000,000,000,000,000,000,000');
    expect(training.step).toBe(1);
    expect(training.checkpoint()).toEqual(before);
    expect(failure(() => training.takeStep(plain)).step).toBe(2);
  });

  it('the first parameter is the first in the order of the model, not the first that was spoilt', () => {
    const experiment = experimentOf({ input: 'one-hot', layers: [{ cell: 'gru', units: 5 }] });
    const { tensors } = decodeSafetensors(Training.create({ experiment, dataset }).checkpoint(), 'c');
    tensors.get('head.bias')!.data[2] = NaN;
    const spoilt = Training.create({ experiment, dataset, weights: tensors });
    expect(failure(() => spoilt.takeStep(plain)).parameter).toBe('rnn.weight_ih_l0');
    tensors.get('head.bias')!.data[2] = 0;
    expect(Training.create({ experiment, dataset, weights: tensors }).takeStep(plain).loss).toBeLessThan(3);
  });
});
