import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memory, setBackend, tensor, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { byDifferences } from '../../model/testing/differences';
import { distance } from '../../model/testing/golden';
import { learnable, learned } from '../../model/testing/learned';
import type { PlainStep } from '../../model/testing/plainModel';
import { tapeGradients } from '../../layers/tapeGradients';
import { startTarget } from '../../model/testing/targets';
import { allowOwnCells } from './allowOwnCells';
import { cellOperations as tf } from './operations';

const example = readFileSync(join(import.meta.dirname, '../../../../examples/own-cell/my-cell.ts'), 'utf8');
const lineOf = (words: string): number => example.slice(0, example.indexOf(words)).split('\n').length;
const own = (source: string, units = 4) => ({ layers: [{ cell: 'own', file: 'my-cell.ts', source, units }] });

const header = `import { tf, type Sizes } from './unroll-cell';
export const parameters = ({ inputs, units }: Sizes) => ({
  weight_ih: [BLOCKS * units, inputs], weight_hh: [BLOCKS * units, units],
  bias_ih: [BLOCKS * units], bias_hh: [BLOCKS * units],
});
const sums = (x, h, p) => tf.add(
  tf.add(tf.matMul(x, p.weight_ih, false, true), p.bias_ih), tf.add(tf.matMul(h, p.weight_hh, false, true), p.bias_hh));
`;

const builtIn: Record<string, string> = {
  elman: `${header.replaceAll('BLOCKS', '1')}
export const step = ({ h }, x, p) => ({ h: tf.tanh(sums(x, h, p)) });`,
  lstm: `${header.replaceAll('BLOCKS', '4')}
export const state = ['h', 'c'];
export const gates = ['forget', 'input', 'output'];
export function step({ h, c }, x, p) {
  const [i, f, g, o] = tf.split(sums(x, h, p), 4, 1);
  const [input, forget, output] = [i, f, o].map((each) => tf.sigmoid(each));
  const next = tf.add(tf.mul(forget, c), tf.mul(input, tf.tanh(g)));
  return { h: tf.mul(output, tf.tanh(next)), c: next, forget, input, output };
}`,
  gru: `${header.replaceAll('BLOCKS', '3')}
export function step({ h }, x, p) {
  const [xr, xz, xn] = tf.split(tf.add(tf.matMul(x, p.weight_ih, false, true), p.bias_ih), 3, 1);
  const [hr, hz, hn] = tf.split(tf.add(tf.matMul(h, p.weight_hh, false, true), p.bias_hh), 3, 1);
  const z = tf.sigmoid(tf.add(xz, hz));
  const n = tf.tanh(tf.add(xn, tf.mul(tf.sigmoid(tf.add(xr, hr)), hn)));
  return { h: tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), n)) };
}`,
};

/** The minimal gated unit of the example, once more in plain numbers. */
const minimalGatedUnit: PlainStep = (x, { h }, weight) => {
  const units = h.length;
  const row = (name: string, at: number, v: number[]) =>
    v.reduce((sum, value, i) => sum + weight(name).data[at * v.length + i]! * value, 0);
  const from = (at: number) => row('U', at, x) + weight('b').data[at]!;
  const forget = h.map((_, u) => 1 / (1 + Math.exp(-row('W', u, h) - from(u))));
  const reset = h.map((value, u) => forget[u]! * value);
  const candidate = h.map((_, u) => Math.tanh(row('W', units + u, reset) + from(units + u)));
  return { h: h.map((value, u) => (1 - forget[u]!) * value + forget[u]! * candidate[u]!) };
};

beforeAll(async () => {
  allowOwnCells();
  await startTarget('reference');
});

describe.each(['wasm', 'cpu'])('a cell of the person’s own on %s', { timeout: 30_000 }, (backend) => {
  beforeAll(() => setBackend(backend));

  it.each(Object.keys(builtIn))('that is written like a built-in %s learns like it', (cell) => {
    for (const input of ['one-hot', { embedding: 5 }]) {
      const expected = learned({ input, layers: [{ cell, units: 4 }] });
      const found = learned({ input, ...own(builtIn[cell]!) });
      for (const [name, numbers] of expected) expect(distance(found.get(name)!, numbers), name).toBeLessThan(1e-5);
    }
  });

  it('as the example shows it has the gradients of finite differences in float64', () => {
    const found = learned(own(example));
    for (const [name, numbers] of byDifferences(learnable(own(example)), minimalGatedUnit)) {
      const all = Array.from(found.get(name)!);
      expect(distance(all.slice(all.length - numbers.length), numbers), name).toBeLessThan(1e-4);
    }
  });

  it('leaves no tensor behind, whatever its step makes', () => {
    const before = memory().numTensors;
    learned(own(builtIn['elman']!.replace('({ h: tf', '(tf.exp(h), { h: tf')));
    expect(memory().numTensors).toBe(before);
  });

  it.each<[string, (x: Tensor) => Tensor]>([
    ['abs', (x) => tf.abs(x)],
    ['concat', (x) => tf.concat([x, tf.square(x)], 1)],
    ['cos', (x) => tf.cos(x)],
    ['div', (x) => tf.div(1, tf.add(x, 3))],
    ['exp', (x) => tf.exp(x)],
    ['leakyRelu', (x) => tf.leakyRelu(x)],
    ['log', (x) => tf.log(tf.add(x, 3))],
    ['matMul', (x) => tf.matMul(x, x, true, false)],
    ['maximum', (x) => tf.maximum(x, 0.05)],
    ['mean', (x) => tf.mean(x, 1, true)],
    ['minimum', (x) => tf.minimum(x, 0.05)],
    ['mul', (x) => tf.mul(x, tf.sum(x, 0))],
    ['neg', (x) => tf.neg(x)],
    ['onesLike', (x) => tf.mul(tf.onesLike(x), x)],
    ['pow', (x) => tf.pow(tf.add(x, 3), tf.add(x, 2))],
    ['relu', (x) => tf.relu(x)],
    ['reshape', (x) => tf.mul(tf.reshape(x, [3, 2]), tf.transpose(x))],
    ['scalar', (x) => tf.mul(tf.scalar(2), x)],
    ['sigmoid', (x) => tf.sigmoid(x)],
    ['sin', (x) => tf.sin(x)],
    ['slice', (x) => tf.slice(x, [0, 1], [2, 2])],
    ['softmax', (x) => tf.softmax(x)],
    ['softplus', (x) => tf.softplus(x)],
    ['split', (x) => tf.mul(tf.split(x, 3, 1)[0]!, tf.split(x, 3, 1)[2]!)],
    ['sqrt', (x) => tf.sqrt(tf.add(x, 3))],
    ['square', (x) => tf.square(x)],
    ['sub', (x) => tf.sub(1, x)],
    ['sum', (x) => tf.sum(x, 0)],
    ['tanh', (x) => tf.tanh(x)],
    ['transpose', (x) => tf.transpose(tf.mul(x, x), [1, 0])],
    ['zerosLike', (x) => tf.add(tf.zerosLike(x), x)],
  ])('may use tf.%s, which has a gradient there', (_, operation) => {
    const numbers = [0.3, -0.7, 0.9, 0.2, -0.4, 1.1];
    const of = (values: number[]) => operation(tensor2d(values, [2, 3]));
    const weigh = (result: Tensor) => [...result.dataSync()].reduce((sum, value, i) => sum + value * (i + 1), 0);
    const x = tensor2d(numbers, [2, 3]);
    const result = operation(x);
    const by = tensor(
      Array.from({ length: result.size }, (_, i) => i + 1),
      result.shape,
    );
    const [gradient] = tapeGradients(() => operation(x), [x], by);
    const expected = numbers.map((_, i) => {
      const moved = (by: number) => weigh(of(numbers.map((value, j) => (i === j ? value + by : value))));
      return (moved(0.01) - moved(-0.01)) / 0.02;
    });
    expect(distance(gradient!.dataSync(), expected)).toBeLessThan(3e-3);
  });
});

describe('a file that is no cell', () => {
  it.each([
    ['does not compile', 'export const a = 1;\nexport const = 2;', /^my-cell\.ts:2 is not TypeScript: /],
    ['throws while it is loaded', 'const a: any = null;\n\na.b;', /^my-cell\.ts:3 cannot be loaded: Cannot read/],
    ['imports a package', "import { a } from 'other';\na();", 'my-cell.ts imports "other": a cell has no packages'],
    ['has no step', 'export const parameters = () => ({ W: [1] });', 'my-cell.ts does not export "step".'],
    ['has no parameters', 'export const step = () => ({});', 'my-cell.ts does not export "parameters".'],
    [
      'has shapes that are none',
      'export const step = () => 1; export const parameters = () => ({ W: [0.5] });',
      'has for W no shape but [0.5]',
    ],
    [
      'has a strange state',
      "export const step = () => 1; export const parameters = () => ({ W: [1] }); export const state = ['s'];",
      'must be ["h"] or',
    ],
    [
      'returns nothing',
      example.replace('return {', 'return; ({'.concat(' ')).replace('candidate };\n}', 'candidate });\n}'),
      'returns no object',
    ],
    ['returns another shape', example.replace('h: next', 'h: tf.sum(next)'), 'returns h of the shape [], not [3, 4]'],
    ['returns what it does not name', example.replace("['candidate']", '[]'), 'returns "candidate", which neither'],
    [
      'throws',
      example.replace('  const next', '  if (true) throw new Error("no luck");\n  const next'),
      `my-cell.ts:${lineOf('const next')}: the step fails at time step 0: no luck.`,
    ],
    [
      'uses what there is not',
      example.replace('tf.tanh(', 'tf.fft('),
      /the step fails at time step 0: tf\.fft is not among/,
    ],
    [
      'multiplies what does not fit',
      example.replace('tf.matMul(h, ofGate, false, true)', 'tf.matMul(h, x)'),
      `my-cell.ts:${lineOf('const forget')}: the step fails at time step 0: matMul: [3, 4] and [3, 4]`,
    ],
  ])('is refused in words, with its place, where it %s', (_, source, message) => {
    expect(() => learned(own(source, 4))).toThrow(message);
  });
});
