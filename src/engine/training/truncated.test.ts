import { beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../formats/safetensors';
import { distance, Golden } from '../model/testing/golden';
import { bothForms, startTarget } from '../model/testing/targets';
import { datasetOf, experimentOf, plain } from '../model/testing/text';
import { Training } from './training';

interface Case {
  cell: string;
  overTime: 'mean' | 'sum';
  outputs: 'each' | 'last';
}

const golden = new Golden('truncated.safetensors');
const cases = Object.entries(golden.metadata<Record<string, Case>>('cases'));
const { units, embedding } = golden.metadata<{ units: number; embedding: number }>('model');
const text = { ...datasetOf('abcde'), training: golden.integers('symbols'), validation: new Int32Array() };
const { vocabulary } = datasetOf('abcdeabcde');

describe.each(bothForms)('by %s, training whose windows overlap', (kernels) => {
  beforeAll(() => startTarget(kernels));

  it.each(cases)('is that of PyTorch in float64, update for update: %s', (name, { cell, overTime, outputs }) => {
    const experiment = experimentOf(
      { input: { embedding }, layers: [{ cell, units }] },
      { ...golden.metadata<object>('training'), overTime, outputs },
    );
    const weights = golden.under(`${name}.weights.`);
    const training = Training.create({ experiment, dataset: { ...text, vocabulary }, weights });
    const [losses, norms] = [golden.numbers(`${name}.losses`), golden.numbers(`${name}.norms`)];
    losses.forEach((loss, i) => {
      const found = training.takeStep(plain);
      expect(Math.abs(found.loss / loss - 1), `loss ${i + 1}`).toBeLessThan(1e-5);
      expect(Math.abs(found.gradientNorm / norms[i]! - 1), `norm ${i + 1}`).toBeLessThan(1e-5);
    });
    expect(training.epoch).toBe(2);
    const { tensors } = decodeSafetensors(training.checkpoint(), 'c');
    golden.under(`${name}.final.`).forEach(({ data }, parameter) => {
      expect(distance(tensors.get(parameter)!.data as Float32Array, data as Float64Array), parameter).toBeLessThan(
        1e-5,
      );
    });
    training.dispose();
  });
});
