import { setBackend, tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from './engine';
import { nativeBackend } from './testing/nativeBackend';
import { complement, isPositive, relu, sigmoid, sigmoidSlope, softmax, tanh, tanhSlope } from './operations';

const points = Float32Array.from({ length: 4001 }, (_, i) => (i - 2000) / 100);

/** Small and large, both signs. */
const decades = Float32Array.from({ length: 2000 }, (_, i) => (i % 2 ? 1 : -1) * 10 ** ((i - 1500) / 200));

/** The largest difference between an operation and its definition in double precision. */
function apart(operation: (x: Tensor2D) => Tensor2D, definition: (x: number) => number): number {
  const found = tidy(() => operation(tensor2d(points, [1, points.length])).dataSync() as never) as Float32Array;
  return found.reduce((largest, value, i) => Math.max(largest, Math.abs(value - definition(points[i]!))), 0);
}

/** Native TensorFlow's tanh is a rational approximation that is a little coarser. */
const tanhError = (backend: string) => (backend === 'tensorflow' ? 3e-7 : 2e-7);

describe.each(['wasm', 'cpu', ...(await nativeBackend())])('on the backend %s', (backend) => {
  beforeAll(async () => {
    await startEngine({ engine: 'tensorflow', kernels: 'reference' });
    await startEngine({ engine: 'embedded', kernels: 'reference' });
    await setBackend(backend);
  });

  it('tanh and sigmoid are exact to the rounding of a float32, tanh of small numbers too', () => {
    const found = tidy(() => tanh(tensor2d(decades, [1, decades.length])).dataSync() as never) as Float32Array;
    const errors = found.map((value, i) => Math.abs(value / Math.tanh(decades[i]!) - 1));
    expect(Math.max(...errors)).toBeLessThan(3e-7);
    expect(apart(tanh, Math.tanh)).toBeLessThan(tanhError(backend));
    expect(apart(sigmoid, (x) => 1 / (1 + Math.exp(-x)))).toBeLessThan(1.5e-7);
  });

  it('slopes, complement, relu and its slope are those of their definitions', () => {
    expect(apart(complement, (x) => 1 - x)).toBeLessThan(2e-6);
    expect(
      apart(
        (x) => sigmoidSlope(sigmoid(x)),
        (x) => Math.exp(-x) / (1 + Math.exp(-x)) ** 2,
      ),
    ).toBeLessThan(1.5e-7);
    expect(
      apart(
        (x) => tanhSlope(tanh(x)),
        (x) => 1 - Math.tanh(x) ** 2,
      ),
    ).toBeLessThan(2 * tanhError(backend));
    expect(apart(relu, (x) => Math.max(x, 0))).toBe(0);
    expect(apart(isPositive, (x) => (x > 0 ? 1 : 0))).toBe(0);
  });

  it('softmax sums to one in every row, however large the logits', () => {
    const [a, b, c] = tidy(() => [...softmax(tensor2d([[1000, 1000, -1000]])).dataSync()] as never) as number[];
    expect([a, b, c]).toEqual([0.5, 0.5, 0]);
  });
});
