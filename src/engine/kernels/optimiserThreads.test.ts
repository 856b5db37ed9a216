import { expect, it } from 'vitest';
import { KernelNetwork, type KernelOptimiser } from './network';
import { Generator } from './testing/generator';
import { openTargets } from './testing/openTargets';

const optimisers: KernelOptimiser[] = [
  { name: 'sgd', momentum: 0, decay: 0.1 },
  { name: 'sgd', momentum: 0.9 },
  { name: 'nesterov', momentum: 0.9, decay: 0.1 },
  { name: 'rmsprop', alpha: 0.9, epsilon: 1e-8, decay: 0.1 },
  { name: 'adam', betas: [0.9, 0.99], epsilon: 1e-8, decay: 0.1 },
  { name: 'adamw', betas: [0.9, 0.99], epsilon: 1e-8, decay: 0.1 },
  { name: 'adagrad', epsilon: 1e-10, decay: 0.1 },
];

/** What each optimiser makes of the same values in four updates, by the name of the target. */
async function updated(threads: number): Promise<Map<string, Float32Array[]>> {
  const found = new Map<string, Float32Array[]>();
  for (const { name, kernels } of await openTargets(threads)) {
    if (!kernels) continue;
    const results = optimisers.map((optimiser) => {
      const generator = new Generator(2);
      const network = new KernelNetwork(kernels, { input: { features: 7 }, layers: [{ cell: 'lstm', units: 61 }] }, 2);
      network.values.set(generator.numbers(network.values.length, 1));
      for (let update = 1; update <= 4; update++) {
        network.gradient.set(generator.numbers(network.values.length, 3));
        network.update(optimiser, { rate: 0.01, scale: 0.5, limit: 1, update });
      }
      const values = network.values.slice();
      const norms = Float32Array.of(network.squareNorm(), network.squareNorm(2));
      network.dispose();
      return Float32Array.of(...values, ...norms);
    });
    found.set(name, results);
    kernels.dispose();
  }
  return found;
}

const bits = (results: Float32Array[]) => results.map((values) => Buffer.from(values.buffer).toString('base64'));

it('every optimiser, with weight decay and clipping by value, gives the same bits for any number of threads', async () => {
  const [one, two, three] = [await updated(1), await updated(2), await updated(3)];
  expect(one.size).toBeGreaterThan(0);
  for (const [name, results] of one)
    for (const others of [two, three]) {
      const same = bits(others.get(name)!).map((each, i) => each === bits(results)[i]);
      expect(same, name).toEqual(optimisers.map(() => true));
    }
}, 60_000);
