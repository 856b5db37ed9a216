import { tensor1d, tensor2d, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../backend/engine';
import { BoundInput } from './boundInput';
import { distance } from '../model/testing/golden';
import { Random } from '../weights/random';

beforeAll(async () => {
  await startEngine({ engine: 'embedded', kernels: 'reference' });
});

const random = Random.fromSeed(2);
const matrix = (height: number, width: number) =>
  Array.from({ length: height }, () => Array.from({ length: width }, () => Math.fround(random.normal())));
const times = (a: number[][], b: number[][]) =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, i) => sum + value * b[i]![j]!, 0)));
const turned = (a: number[][]) => a[0]!.map((_, j) => a.map((row) => row[j]!));

const [vocabulary, features, gates] = [6, 4, 8];
const embedding = matrix(vocabulary, features);
const oneHot = Array.from({ length: vocabulary }, (_, i) => embedding.map((_row, j) => (i === j ? 1 : 0)));

/** Forward and backward of symbols as plain products of matrices. */
function expected(symbols: number[], table: number[][], weight: number[][], bias: number[], gradient: number[][]) {
  const x = symbols.map((symbol) => table[symbol]!);
  const byX = times(gradient, weight);
  const rowsOf = (symbol: number) => byX.filter((_, row) => symbols[row] === symbol);
  return {
    sums: times(x, turned(weight)).map((row) => row.map((value, i) => value + bias[i]!)),
    weightIh: times(turned(gradient), x),
    bias: turned(gradient).map((column) => column.reduce((sum, value) => sum + value, 0)),
    embedding: table.map((row, symbol) => row.map((_, j) => rowsOf(symbol).reduce((sum, each) => sum + each[j]!, 0))),
  };
}

describe.each([
  ['few symbols: vectors are looked up, then multiplied', 4, false],
  ['many symbols: every symbol is multiplied once', 40, false],
  ['one-hot, few symbols', 4, true],
  ['one-hot, many symbols', 40, true],
])('the input of a layer, %s', (_, count, isOneHot) => {
  it('is the product of its definition, and so are its gradients', () => {
    const table = isOneHot ? oneHot : embedding;
    const [weight, gradient] = [matrix(gates, table[0]!.length), matrix(count, gates)];
    const bias = matrix(1, gates)[0]!;
    const symbols = Array.from({ length: count }, () => Math.floor(random.uniform() * vocabulary));
    const bound = new BoundInput(tensor2d(weight), tensor1d(bias), isOneHot ? undefined : tensor2d(embedding));
    const places = Int32Array.from(symbols);
    const numbers = (tensor: Tensor) => tensor.dataSync() as Float32Array;
    const right = expected(symbols, table, weight, bias, gradient);
    tidy(() => {
      expect(distance(numbers(bound.sums(places)), right.sums.flat())).toBeLessThan(1e-6);
      const found = bound.gradient(places, tensor2d(gradient), true);
      expect(distance(numbers(found.weightIh!), right.weightIh.flat())).toBeLessThan(1e-6);
      expect(distance(numbers(found.bias!), right.bias)).toBeLessThan(1e-6);
      expect(found.features).toBeUndefined();
      if (isOneHot) expect(found.embedding).toBeUndefined();
      else expect(distance(numbers(found.embedding!), right.embedding.flat())).toBeLessThan(1e-6);
    });
  });
});
