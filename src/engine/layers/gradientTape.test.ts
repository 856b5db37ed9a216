import { add, grads, memory, mul, square, tensor1d, tensor2d, tidy, zeros, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { lookUp, product, tanh } from '../backend/differentiable';
import { GradientTape } from './gradientTape';
import { startTarget } from '../model/testing/targets';

beforeAll(() => startTarget('reference'));

const numbers = (tensor: Tensor): number[] => [...tensor.dataSync()];

/** tanh(a b) of some rows of a table a. */
const compute = (table: Tensor, b: Tensor) =>
  tanh(product(lookUp(table as never, new Int32Array([1, 0, 1])), b as never));

describe('a gradient tape', () => {
  it('gives the gradients that TensorFlow.js gives, as often as it is asked', () => {
    const [table, b] = [tensor2d([0.3, -0.7, 0.2, 0.5], [2, 2]), tensor2d([0.9, 0.1, -0.4, 0.6], [2, 2])];
    const by = tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const expected = grads(compute as (...all: Tensor[]) => Tensor)([table, b], by).map(numbers);
    const tape = new GradientTape();
    const result = tape.record(() => compute(table, b));
    for (let time = 0; time < 2; time++)
      expect(tidy(() => tape.gradients<Tensor>([[result, by]], [table, b]).map(numbers))).toEqual(expected);
    tape.dispose();
  });

  it('gives them by what was computed on the way, and of several results at once', () => {
    const x = tensor1d([2, 3]);
    const tape = new GradientTape();
    const middle = tape.record(() => square(x));
    const end = tape.record(() => mul(middle, x)); // x^3
    const [one, two] = [tensor1d([1, 1]), tensor1d([10, 10])];
    const found = tidy(() =>
      tape
        .gradients<Tensor>(
          [
            [middle, two],
            [end, one],
          ],
          [x, middle, end],
        )
        .map(numbers),
    );
    expect(found).toEqual([
      [10 * 2 * 2 + 3 * 4, 10 * 2 * 3 + 3 * 9],
      [10 + 2, 10 + 3],
      [1, 1],
    ]);
    tape.dispose();
  });

  it('gives zeros where nothing depends on it, and passes over what no result needs', () => {
    const [x, y] = [tensor1d([2]), tensor1d([5])];
    const tape = new GradientTape();
    const result = tape.record(() => {
      mul(x, y);
      return square(x);
    });
    expect(tidy(() => tape.gradients<Tensor>([[result, tensor1d([1])]], [y, x]).map(numbers))).toEqual([[0], [4]]);
    tape.dispose();
  });

  it('records nothing outside, also where it fails, and stands apart from what TensorFlow.js records', () => {
    const x = tensor1d([2]);
    const tape = new GradientTape();
    expect(() =>
      tape.record(() => {
        throw new Error('no luck');
      }),
    ).toThrow('no luck');
    const inner = (value: Tensor) => {
      tape.record(() => square(x));
      return mul(value, value);
    };
    expect(numbers(grads((value: Tensor) => inner(value))([x])[0]!)).toEqual([4]);
    const outside = square(x);
    expect(tidy(() => numbers(tape.gradients([[outside, tensor1d([1])]], [x])[0]!))).toEqual([0]);
    tape.dispose();
  });

  it('keeps what it needs beyond its scope, and releases all of it', () => {
    const x = zeros([3]);
    const before = memory().numTensors;
    const tape = new GradientTape();
    const result = tidy(() => tape.record(() => add(tanh(square(x)), x)));
    expect(memory().numTensors).toBeGreaterThan(before + 1);
    result.dispose();
    tape.dispose();
    expect(memory().numTensors).toBe(before);
  });
});
