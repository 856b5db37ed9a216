import { matMul, mul, softmax, sub, tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { startTensorflow } from '../engine/backend/tensorflowNode';
import { notWorking } from './problems';

const SIZE = 64;
const RATE = 0.1;
/** Of float32 against float64, for sums of 64 products. */
const TOLERANCE = 1e-5;

/**
 * Loads native TensorFlow from a folder and lets it take a step of learning: softmax regression, w - rate x'(p - y).
 * @returns its version
 * @throws UserError where it does not load or its numbers are wrong
 */
export async function tryTensorflow(installed: string): Promise<string> {
  const started = await startTensorflow(1, installed);
  if ('whyNot' in started) throw notWorking(started.whyNot);
  const [w, x, y] = [numbers(0.5), numbers(1.5), numbers(2.5)];
  const [found, expected] = [stepByTensorflow(w, x, y), stepInFloat64(w, x, y)];
  const wrong = Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)));
  if (!(wrong < TOLERANCE)) throw notWorking(`${wrong}`);
  return started.version;
}

const numbers = (seed: number): Float32Array =>
  Float32Array.from({ length: SIZE * SIZE }, (_, i) => Math.sin(seed + i * 0.7) / 8);

function stepByTensorflow(w: Float32Array, x: Float32Array, y: Float32Array): Float32Array {
  const after = tidy(() => {
    const [weights, inputs, targets] = [w, x, y].map((values) => tensor2d(values, [SIZE, SIZE])) as Three<Tensor2D>;
    const error = sub(softmax(matMul(inputs, weights)), targets) as Tensor2D;
    return sub(weights, mul(RATE, matMul(inputs, error, true, false)));
  });
  const values = after.dataSync() as Float32Array;
  after.dispose();
  return values;
}

type Three<T> = [T, T, T];

function stepInFloat64(w: Float32Array, x: Float32Array, y: Float32Array): Float64Array {
  const error = new Float64Array(SIZE * SIZE);
  for (let row = 0; row < SIZE; row++) {
    const powers = each((column) => Math.exp(each((k) => x[row * SIZE + k]! * w[k * SIZE + column]!).reduce(plus)));
    const sum = powers.reduce(plus);
    powers.forEach((power, column) => (error[row * SIZE + column] = power / sum - y[row * SIZE + column]!));
  }
  return Float64Array.from(w, (weight, i) => {
    const [row, column] = [Math.floor(i / SIZE), i % SIZE];
    return weight - RATE * each((k) => x[k * SIZE + row]! * error[k * SIZE + column]!).reduce(plus);
  });
}

const each = (body: (index: number) => number): number[] => Array.from({ length: SIZE }, (_, i) => body(i));
const plus = (a: number, b: number): number => a + b;
