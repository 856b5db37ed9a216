import { describe, expect, it } from 'vitest';
import type { KernelChoice } from '../../protocol/session';
import { decodeSafetensors } from '../formats/safetensors';
import { kernelTargets, startTarget } from '../model/testing/targets';
import { datasetOf, experimentOf, plain, scramble } from '../model/testing/text';
import { Training, type StepResult } from './training';

const dataset = datasetOf(scramble(900));
const cells = ['lstm', 'gru', 'elman'].map((cell) => ({ cell, units: 9 }));
const experiment = experimentOf({ layers: cells }, { stride: 5 });

async function trainingBy(kernels: KernelChoice, checkpoint?: Uint8Array): Promise<Training> {
  await startTarget(kernels);
  if (!checkpoint) return Training.create({ experiment, dataset });
  return Training.restore({ experiment, dataset, checkpoint, name: 'c' });
}

const losses = (training: Training, steps: number) =>
  Array.from({ length: steps }, () => training.takeStep(plain).loss);

const apart = (found: number[], expected: number[]) =>
  Math.max(...found.map((value, i) => Math.abs(value / expected[i]! - 1)));

describe.each(kernelTargets)('%s kernels and tensor operations', (kernels) => {
  it('take the same 50 steps, measure the same loss and write the same text', async () => {
    const [one, other] = [await trainingBy(kernels), await trainingBy('reference')];
    expect(apart(losses(one, 50), losses(other, 50))).toBeLessThan(1e-5);
    expect(apart([one.validate()!], [other.validate()!])).toBeLessThan(1e-5);
    const request = { length: 100, temperature: 0.8, seed: 7, prime: 'abcdefgh'.repeat(10) };
    expect(one.sample(request)).toBe(other.sample(request));
  });

  it('clip a gradient to the same norm whose squares are beyond float32', async () => {
    const norms = [];
    for (const each of [kernels, 'reference'] as const) {
      const plainOne = await trainingBy(each);
      const { tensors } = decodeSafetensors(plainOne.checkpoint(), 'c');
      const head = tensors.get('head.weight')!.data as Float32Array;
      head.forEach((value, i) => (head[i] = 1e25 * value));
      norms.push(Training.create({ experiment, dataset, weights: tensors }).takeStep(plain));
    }
    const [found, expected] = norms as [StepResult, StepResult];
    expect(expected.gradientNorm).toBeGreaterThan(1e23);
    expect(apart([found.loss, found.gradientNorm], [expected.loss, expected.gradientNorm])).toBeLessThan(1e-5);
    expect(found.clippedNorm).toBeCloseTo(1, 5);
  });

  it.each<[KernelChoice, KernelChoice]>([
    [kernels, 'reference'],
    ['reference', kernels],
  ])('go on with the checkpoints of each other: from %s to %s', async (from, to) => {
    const training = await trainingBy(from);
    losses(training, 10);
    const checkpoint = training.checkpoint();
    const expected = losses(training, 20);
    const resumed = await trainingBy(to, checkpoint);
    expect(resumed.checkpoint()).toEqual(checkpoint);
    expect(apart(losses(resumed, 20), expected)).toBeLessThan(1e-5);
  });
});
