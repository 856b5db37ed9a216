import { beforeAll, describe, expect, it } from 'vitest';
import { modelOf } from '../model/modelOf';
import { distance } from '../model/testing/golden';
import { kernelTargets, startTarget, targets } from '../model/testing/targets';
import { datasetOf, experimentOf, scramble } from '../model/testing/text';
import { Training } from './training';

const dataset = datasetOf(scramble(400));
const layersWith = (dropout: number) => [
  { cell: 'lstm', units: 9, dropout },
  { cell: 'elman', units: 7, dropout },
  { cell: 'gru', units: 5 },
];

/** Six steps: losses, norms, and the last profile and reach. */
function trained(dropout: number, seed = 1): number[] {
  const training = Training.create({ experiment: experimentOf({ layers: layersWith(dropout) }, { seed }), dataset });
  const steps = Array.from({ length: 6 }, () => training.takeStep({ profile: true, reach: true }));
  training.dispose();
  const last = steps.at(-1)!;
  return [...steps.flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]), ...last.profile!, ...last.reach!];
}

describe.each(kernelTargets)('dropout by %s kernels', (kernels) => {
  it('draws the masks of the reference: losses, gradients, profile and reach are the same', async () => {
    await startTarget('reference');
    const expected = trained(0.4);
    expect(distance(trained(0), expected)).toBeGreaterThan(0.01);
    await startTarget(kernels);
    expect(distance(trained(0.4), expected)).toBeLessThan(1e-4); // six steps of Adam
  });
});

describe.each(targets)('dropout by %s', (kernels) => {
  beforeAll(() => startTarget(kernels));

  it('is off when measuring, sampling and tracing', () => {
    const read = (dropout: number) => {
      const { model } = experimentOf({ layers: layersWith(dropout) });
      const count = Training.create({ experiment: experimentOf({ layers: layersWith(dropout) }), dataset });
      const values = Float32Array.from({ length: count.parameters }, (_, i) => Math.sin(i));
      count.dispose();
      const reader = modelOf(model, 8, values).reader({ lanes: 1, window: 16, keepsGates: true });
      const symbols = dataset.training.slice(0, 16);
      return [...reader.measure(symbols, symbols), ...reader.predict(symbols, 16)];
    };
    expect(read(0.5)).toEqual(read(0));
    const validate = (dropout: number) =>
      Training.create({ experiment: experimentOf({ layers: layersWith(dropout) }), dataset }).validate();
    expect(validate(0.5)).toBe(validate(0));
  });

  it('drops something else at every step and by every seed', () => {
    const frozen = { optimiser: { name: 'sgd', learningRate: 1e-30 }, carryState: false };
    const losses = (dropout: number) => {
      const short = { ...dataset, training: dataset.training.slice(0, 3 * 8 + 3) }; // one window an epoch
      const experiment = experimentOf({ layers: layersWith(dropout) }, frozen);
      const training = Training.create({ experiment, dataset: short });
      return Array.from({ length: 4 }, () => training.takeStep({ profile: false, reach: false }).loss);
    };
    expect(new Set(losses(0)).size).toBe(1);
    expect(new Set(losses(0.5)).size).toBe(4);
  });
});
