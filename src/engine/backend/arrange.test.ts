import { setBackend, tensor2d, tidy, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  blocks,
  columns,
  gatherRows,
  joinColumns,
  joinRows,
  padAbove,
  rows,
  scatterRows,
  sumRows,
  transpose,
} from './arrange';
import { startEngine } from './engine';
import { nativeBackend } from './testing/nativeBackend';
import { transposedProduct } from './transposedProduct';

/** A matrix of some numbers, larger than the tiles in which it is moved. */
function matrix(height: number, width: number, seed = 1): number[][] {
  return Array.from({ length: height }, (_, i) =>
    Array.from({ length: width }, (_, j) => ((i * 31 + j * 17 + seed) % 23) - 11),
  );
}

/** The numbers of a result computed from tensors of some matrices. */
function numbers(of: (...inputs: Tensor2D[]) => Tensor, ...inputs: number[][][]): number[] {
  return tidy(() => [...of(...inputs.map((each) => tensor2d(each))).dataSync()] as never) as never;
}

describe.each(['wasm', 'cpu', ...(await nativeBackend())])('on the backend %s', (backend) => {
  beforeAll(async () => {
    await startEngine({ engine: 'tensorflow', kernels: 'reference' });
    await startEngine({ engine: 'embedded', kernels: 'reference' });
    await setBackend(backend);
  });

  const x = matrix(45, 70);

  it('rows, columns and blocks are what they say', () => {
    expect(numbers((a) => rows(a, 3, 2), x)).toEqual([...x[3]!, ...x[4]!]);
    expect(numbers((a) => columns(a, 5, 3), x)).toEqual(x.flatMap((row) => row.slice(5, 8)));
    expect(numbers((a) => blocks(a, 7)[2]!, x)).toEqual(x.flatMap((row) => row.slice(20, 30)));
  });

  it('joining puts matrices below or beside each other', () => {
    const [a, b] = [matrix(2, 3), matrix(2, 3, 5)];
    expect(numbers((...all) => joinRows(all), a, b)).toEqual([...a, ...b].flat());
    expect(numbers((...all) => joinColumns(all), a, b)).toEqual(a.flatMap((row, i) => [...row, ...b[i]!]));
  });

  it('a transpose swaps rows and columns, of all rows or of some', () => {
    const column = (from: number, to: number) => x[0]!.flatMap((_, j) => x.slice(from, to).map((row) => row[j]!));
    expect(numbers((a) => transpose(a), x)).toEqual(column(0, 45));
    expect(numbers((a) => transpose(a, 7, 33), x)).toEqual(column(7, 40));
  });

  it('gathering looks rows up and scattering adds them up again', () => {
    const places = Int32Array.of(2, 0, 2, 2);
    expect(numbers((a) => gatherRows(a, places), x)).toEqual([2, 0, 2, 2].flatMap((place) => x[place]!));
    const [first, second, third, fourth] = matrix(4, 3) as [number[], number[], number[], number[]];
    const summed = first.map((value, j) => value + third[j]! + fourth[j]!);
    expect(numbers((a) => scatterRows(a, places, 4), matrix(4, 3))).toEqual([...second, 0, 0, 0, ...summed, 0, 0, 0]);
  });

  it('sums rows and pads above', () => {
    const sums = x[0]!.map((_, j) => x.reduce((sum, row) => sum + row[j]!, 0));
    expect(numbers((a) => sumRows(a), x)).toEqual(sums);
    expect(numbers((a) => padAbove(a, 4), [[1, 2]])).toEqual([0, 0, 0, 0, 0, 0, 1, 2]);
  });

  it.each([
    [2500, 5, 3],
    [2500, 3, 5],
    [7, 4, 4],
  ])('a product over %i rows is the sum of the products of all rows', (height, p, q) => {
    const [a, b] = [matrix(height, p), matrix(height, q, 9)];
    const expected = Array.from({ length: p * q }, (_, at) =>
      a.reduce((sum, row, i) => sum + row[Math.floor(at / q)]! * b[i]![at % q]!, 0),
    );
    expect(numbers(transposedProduct, a, b)).toEqual(expected);
  });
});
