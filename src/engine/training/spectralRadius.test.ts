import { beforeAll, describe, expect, it } from 'vitest';
import { bothForms, startTarget } from '../model/testing/targets';
import { datasetOf, experimentOf, scramble } from '../model/testing/text';
import { Training } from './training';

const dataset = datasetOf(scramble(700));

describe.each(bothForms)('by %s, the reach of a network without nonlinearity', (kernels) => {
  beforeAll(() => startTarget(kernels));

  it.each([0.9, 1, 1.1])('is %d to the power of the time steps back, where that is its spectral radius', (radius) => {
    const layers = [{ cell: 'elman', activation: 'identity', units: 24 }];
    const init = { recurrent: { name: 'spectral-radius', radius } };
    const experiment = experimentOf({ layers }, { batch: 3, window: 64, init });
    const training = Training.create({ experiment, dataset });
    const { reach } = training.takeStep({ profile: false, reach: true });
    training.dispose();
    expect(reach).toHaveLength(65);
    reach!.forEach((share, back) => expect(Math.abs(share / radius ** back - 1), `${back} back`).toBeLessThan(1e-5));
  });
});
