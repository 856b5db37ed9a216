import { describe, expect, it } from 'vitest';
import { distance, Golden } from '../model/testing/golden';
import { experimentOf } from '../model/testing/text';
import { clipFactor, clippingOf, limitTo, normOf, scale } from './clip';
import { optimiserOf } from './optimiserOf';
import { optimiserCases } from './testing/optimiserCases';

const golden = new Golden('optimisers.safetensors');
const size = 15;
const learningRate = 0.01;

/** Options as an experiment has them, with PyTorch's defaults. */
const optimiserOptions = (optimiser: object) => experimentOf({}, { optimiser }).training.optimiser;
const of = (optimiser: object) => optimiserOf(optimiserOptions(optimiser), size);

describe.each(optimiserCases)('%s', (name, options) => {
  it('moves a parameter as PyTorch does, through 60 gradients of very different sizes', () => {
    const values = Float32Array.from(golden.numbers('parameter'));
    const start = values.slice();
    const [gradients, expected] = [Float32Array.from(golden.numbers('gradients')), golden.numbers(name)];
    const optimiser = of(options);
    for (let step = 0; step < 60; step++) {
      const part = [step * size, (step + 1) * size] as const;
      optimiser.update(values, gradients.subarray(...part), learningRate);
      const after = expected.subarray(...part);
      expect(distance(values, after)).toBeLessThan(1e-6);
      for (let column = 0; column < 5; column++) {
        // each column moves by its own size: compare the way it has gone, to the rounding of the parameter
        const way = (to: ArrayLike<number>) => [0, 5, 10].map((row) => to[row + column]! - start[row + column]!);
        way(values).forEach((gone, i) =>
          expect(Math.abs(gone - way(after)[i]!)).toBeLessThan(1e-5 * Math.abs(gone) + 1e-6),
        );
      }
    }
  });
});

describe('optimiserOf', () => {
  it('takes the settings of the experiment', () => {
    const run = (options: object) => {
      const values = Float32Array.of(1, 2);
      const optimiser = optimiserOf(optimiserOptions({ learningRate: 9, ...options }), 2);
      for (const gradient of [0.5, -0.2, 0.1]) optimiser.update(values, Float32Array.of(gradient, 2 * gradient), 0.1);
      return values[0];
    };
    const adam = (b1: number, b2: number, epsilon: number) => {
      let [m, v, w] = [0, 0, 1];
      [0.5, -0.2, 0.1].forEach((g, i) => {
        m = b1 * m + (1 - b1) * g;
        v = b2 * v + (1 - b2) * g * g;
        w -= (0.1 * (m / (1 - b1 ** (i + 1)))) / (Math.sqrt(v / (1 - b2 ** (i + 1))) + epsilon);
      });
      return w;
    };
    expect(run({ name: 'adam', betas: [0.5, 0.8], epsilon: 0.1 })).toBeCloseTo(adam(0.5, 0.8, 0.1), 6);
    expect(run({ name: 'sgd', momentum: 0.5 })).toBeCloseTo(1 - 0.1 * (0.5 + 0.05 + 0.125), 6);
    const meanSquare = [0.125, 0.0825, 0.04625];
    const moved = [0.5, -0.2, 0.1].reduce((sum, g, i) => sum + g / (Math.sqrt(meanSquare[i]!) + 0.1), 0);
    expect(run({ name: 'rmsprop', alpha: 0.5, epsilon: 0.1 })).toBeCloseTo(1 - 0.1 * moved, 6);
  });
});

describe('clipping', () => {
  const before = () =>
    Float32Array.from(['first', 'second'].flatMap((name) => [...golden.numbers(`clip.before.${name}`)]));

  it('scales two gradients under one norm as PyTorch does', () => {
    const gradient = before();
    const norm = normOf(gradient);
    expect(norm).toBeCloseTo(golden.numbers('clip.norm')[0]!, 6);
    const factor = clipFactor(norm, 1);
    expect(norm * factor).toBeCloseTo(1, 5);
    scale(gradient, factor);
    const expected = ['first', 'second'].flatMap((name) => [...golden.numbers(`clip.after.${name}`)]);
    expect(distance(gradient, expected)).toBeLessThan(1e-6);
  });

  it('by value limits each number as PyTorch does', () => {
    const gradient = before();
    const { factor, limit } = clippingOf({ value: 0.5 }, normOf(gradient));
    expect(factor).toBe(1);
    limitTo(gradient, limit);
    expect([...gradient]).toEqual(['first', 'second'].flatMap((name) => [...golden.numbers(`clip.limited.${name}`)]));
    expect(clippingOf('off', 100)).toEqual({ factor: 1, limit: Infinity });
  });

  it("adds PyTorch's 1e-6 to the norm that it divides by", () => {
    expect(clipFactor(1e-6, 1e-6)).toBeCloseTo(0.5, 12);
  });

  it('leaves a gradient that is small enough', () => expect(clipFactor(normOf(before()), 100)).toBe(1));
});
