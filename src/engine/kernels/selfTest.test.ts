import { expect, it } from 'vitest';
import { openKernels } from './openKernels';
import { expected, projection, selfTest, trial, weightAt, type TrialResult } from './selfTest';
import type { NetworkShape } from './shape';
import { ReferenceNetwork, sizesOf } from './testing/referenceNetwork';
import { describeTargets, openTargets } from './testing/openTargets';
import { withWrong } from './testing/wrongKernels';

/** A trial in float64, with the update as Adam's authors write it. */
function referenceTrial(shape: NetworkShape): TrialResult {
  const { batch, time, symbols, targets, rate, scale, adam } = trial;
  const { embedding, layers, head } = sizesOf(shape);
  const size = [embedding, ...layers.flat(), ...head].reduce((sum, each) => sum + each, 0);
  const values = Float32Array.from({ length: size }, (_, i) => weightAt(i));
  const network = new ReferenceNetwork(shape, values, { batch, time, symbols, targets });
  const loss = network.lossFrom(0);
  const slopes = network.tape.gradient(loss);
  const gradient = network.values.map((variable) => slopes[variable]!);
  const change = gradient.map((slope) => {
    const g = slope * scale;
    const [first, second] = [(1 - adam.betas[0]) * g, (1 - adam.betas[1]) * g * g];
    const [mean, square] = [first / (1 - adam.betas[0]), second / (1 - adam.betas[1])];
    return (-rate * mean) / (Math.sqrt(square) + adam.epsilon);
  });
  return {
    loss: network.tape.values[loss]!,
    norm: Math.hypot(...gradient),
    gradient: projection(gradient),
    change: projection(change),
  };
}

it('what the self-test expects is what float64 computes', () => {
  trial.shapes.forEach((shape, i) => {
    const reference = referenceTrial(shape);
    for (const [name, number] of Object.entries(expected[i]!))
      expect(number).toBeCloseTo(reference[name as keyof TrialResult], 9);
  });
});

describeTargets(await openTargets(), (kernels) => {
  it('passes the self-test', () => expect(() => selfTest(kernels)).not.toThrow());
});

it('kernels whose numbers are off by little fail the self-test', async () => {
  const { kernels } = await openKernels('wasm-simd', 1);
  expect(() => selfTest(withWrong(kernels!, 'pass_learn', 1.0001))).toThrow(/wrong here \(loss/);
  expect(() => selfTest(withWrong(kernels!, 'network_square_norm', 1.0001))).toThrow(/wrong here \(norm/);
  expect(() => selfTest(withWrong(kernels!, 'pass_learn', NaN))).toThrow(/wrong here \(loss/);
});
