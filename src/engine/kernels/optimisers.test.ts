import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { decodeSafetensors } from '../formats/safetensors';
import type { Kernels } from './kernels';
import { KernelNetwork, type KernelOptimiser } from './network';
import { largestError } from './testing/compare';
import { Generator } from './testing/generator';
import { describeTargets, openTargets } from './testing/openTargets';

const targets = await openTargets();
afterAll(() => targets.forEach(({ kernels }) => kernels?.dispose()));

const path = join(import.meta.dirname, '../../../test/golden/optimisers.safetensors');
const golden = decodeSafetensors(readFileSync(path), path).tensors;
const numbers = (name: string) => Float32Array.from(golden.get(name)!.data as Float64Array);

/** A network of 63 values, which are whole vectors of no target; or of more than a chunk of the norm's sum. */
const networkOfSize = (kernels: Kernels, units = 5) =>
  new KernelNetwork(kernels, { input: { features: 2 }, layers: [{ cell: 'elman-tanh', units }], outputs: 3 }, 2);

const adam = (b1: number, b2: number, epsilon: number): KernelOptimiser => ({ name: 'adam', betas: [b1, b2], epsilon });
const rmsprop = (alpha: number, epsilon: number): KernelOptimiser => ({ name: 'rmsprop', alpha, epsilon });
const adagrad = (epsilon: number): KernelOptimiser => ({ name: 'adagrad', epsilon });

/** The equations of the optimisers for one number. */
function moved(optimiser: KernelOptimiser, start: number, gradients: number[], rate: number): number {
  let [w, first, second] = [start, 0, 0];
  const { decay = 0 } = optimiser;
  gradients.forEach((gradient, i) => {
    const g = optimiser.name === 'adamw' ? gradient : gradient + decay * w;
    if (optimiser.name === 'sgd') w -= rate * (first = optimiser.momentum * first + g);
    if (optimiser.name === 'nesterov') {
      first = optimiser.momentum * first + g;
      w -= rate * (g + optimiser.momentum * first);
    }
    if (optimiser.name === 'rmsprop') {
      first = optimiser.alpha * first + (1 - optimiser.alpha) * g ** 2;
      w -= (rate * g) / (Math.sqrt(first) + optimiser.epsilon);
    }
    if (optimiser.name === 'adagrad') {
      first += g ** 2;
      w -= (rate * g) / (Math.sqrt(first) + optimiser.epsilon);
    }
    if (optimiser.name !== 'adam' && optimiser.name !== 'adamw') return;
    if (optimiser.name === 'adamw') w *= 1 - rate * decay;
    const [b1, b2] = optimiser.betas;
    first = b1 * first + (1 - b1) * g;
    second = b2 * second + (1 - b2) * g ** 2;
    const [mean, square] = [first / (1 - b1 ** (i + 1)), second / (1 - b2 ** (i + 1))];
    w -= (rate * mean) / (Math.sqrt(square) + optimiser.epsilon);
  });
  return w;
}

describeTargets(targets, (kernels) => {
  it.each<[string, KernelOptimiser]>([
    ['sgd', { name: 'sgd', momentum: 0 }],
    ['sgdDecay', { name: 'sgd', momentum: 0, decay: 0.1 }],
    ['momentum', { name: 'sgd', momentum: 0.9 }],
    ['nesterov', { name: 'nesterov', momentum: 0.9, decay: 0.1 }],
    ['rmsprop', rmsprop(0.99, 1e-8)],
    ['rmspropDecay', { ...rmsprop(0.9, 1e-8), decay: 0.1 }],
    ['adam', adam(0.9, 0.999, 1e-8)],
    ['adamDecay', { ...adam(0.9, 0.999, 1e-8), decay: 0.1 }],
    ['adamw', { name: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, decay: 0.1 }],
    ['adagrad', adagrad(1e-10)],
    ['adagradDecay', { ...adagrad(1e-10), decay: 0.1 }],
  ])('%s moves every value as PyTorch does, through 60 gradients of very different sizes', (name, optimiser) => {
    const network = networkOfSize(kernels);
    const [start, gradients, expected] = [numbers('parameter'), numbers('gradients'), numbers(name)];
    network.values.forEach((_, i) => (network.values[i] = start[i % 15]!));
    for (let step = 0; step < 60; step++) {
      network.gradient.forEach((_, i) => (network.gradient[i] = 4 * gradients[step * 15 + (i % 15)]!));
      network.update(optimiser, { rate: 0.01, scale: 0.25, update: step + 1 });
      network.values.forEach((value, i) => {
        const after = expected[step * 15 + (i % 15)]!;
        const way = Math.abs(after - start[i % 15]!);
        expect(Math.abs(value - after)).toBeLessThan(1e-5 * way + 1e-6);
      });
    }
    network.dispose();
  });

  it.each<KernelOptimiser>([
    { name: 'sgd', momentum: 0.5 },
    { name: 'nesterov', momentum: 0.5 },
    { ...rmsprop(0.3, 0.2), decay: 0.3 },
    adam(0.5, 0.8, 0.1),
    adam(0, 0.5, 1e-3),
    { name: 'adamw', betas: [0.5, 0.8], epsilon: 0.1, decay: 0.5 },
    { ...adagrad(0.2), decay: 0.2 },
  ])('$name follows its equations with other settings too: %o', (optimiser) => {
    const generator = new Generator(9);
    const network = networkOfSize(kernels);
    const start = generator.numbers(network.values.length, 1);
    network.values.set(start);
    const steps = Array.from({ length: 6 }, () => generator.numbers(start.length, 2));
    steps.forEach((gradient, i) => {
      network.gradient.set(gradient);
      network.update(optimiser, { rate: 0.1, scale: 0.5, update: i + 1 });
    });
    const ways = (i: number) =>
      moved(
        optimiser,
        start[i]!,
        steps.map((gradient) => gradient[i]! / 2),
        0.1,
      );
    expect(
      largestError(
        network.values,
        start.map((_, i) => ways(i)),
      ),
    ).toBeLessThan(1e-6);
    network.dispose();
  });

  it('numbers of the scaled gradient beyond the limit count as the limit, in the update and in the norm', () => {
    const network = networkOfSize(kernels);
    const gradient = new Generator(6).numbers(network.gradient.length, 3);
    const limited = gradient.map((g) => Math.max(-0.4, Math.min(0.4, g / 2)));
    network.gradient.set(gradient);
    const norm = limited.reduce((sum, g) => sum + g * g, 0);
    expect((network.squareNorm(0.8) * 0.25) / norm).toBeCloseTo(1, 6);
    network.update({ name: 'sgd', momentum: 0 }, { rate: 1, scale: 0.5, limit: 0.4, update: 1 });
    expect(
      largestError(
        network.values,
        limited.map((g) => -g),
      ),
    ).toBeLessThan(1e-6);
    network.dispose();
  });

  it('the correction of Adam fades with the number of the update', () => {
    const after = (update: number) => {
      const network = networkOfSize(kernels);
      network.gradient.fill(1);
      network.update(adam(0.9, 0.999, 0), { rate: 1, scale: 1, update });
      const value = network.values[62]!;
      network.dispose();
      return value;
    };
    const expected = (update: number) => -(0.1 / (1 - 0.9 ** update)) / Math.sqrt(0.001 / (1 - 0.999 ** update));
    for (const update of [1, 2, 37, 1000, 1e6]) expect(after(update) / expected(update)).toBeCloseTo(1, 6);
  });

  it('the norm is that of all values, however large or small, and is not finite where one of them is not', () => {
    const network = networkOfSize(kernels, 90); // 90 * 90 recurrent weights and some
    const gradient = new Generator(4).numbers(network.gradient.length, 1);
    [network.values, ...network.slots].forEach((others) => others.fill(1));
    const squares = (scale: number) => gradient.reduce((sum, g) => sum + Math.fround(g * scale) ** 2, 0);
    for (const scale of [1, 1e30, 1e-30]) {
      network.gradient.set(gradient.map((g) => g * scale));
      expect(network.squareNorm() / squares(scale)).toBeCloseTo(1, 12);
    }
    for (const wrong of [NaN, Infinity, -Infinity]) {
      network.gradient[network.gradient.length - 1] = wrong;
      expect(Number.isFinite(network.squareNorm())).toBe(false);
    }
    network.dispose();
  });
});
