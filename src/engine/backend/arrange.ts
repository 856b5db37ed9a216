import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { compute } from './compute';
import * as native from './nativeArrange';

/*
 * Operations that move numbers without computing, and sums by row. Plain loops: the WASM backend copies the whole
 * tensor for every slice, takes 70 ms to gather 2048 rows of 512, and has no segment sum. Native TensorFlow has its own.
 */

/** Rows from `begin` on, [count, n]. The caller disposes. */
export function rows(x: Tensor2D, begin: number, count: number): Tensor2D {
  if (native.isNative()) return native.rows(x, begin, count);
  const width = x.shape[1];
  return compute([x], [count, width], ([values], output) =>
    output.set(values!.subarray(begin * width, (begin + count) * width)),
  );
}

/** Rows of zeros and then x, [height, n] in all. The caller disposes. */
export function padAbove(x: Tensor2D, height: number): Tensor2D {
  if (native.isNative()) return native.padAbove(x, height);
  return compute([x], [height, x.shape[1]], ([values], output) => {
    output.fill(0).set(values!, output.length - values!.length);
  });
}

/** Columns from `begin` on, [m, count]. The caller disposes. */
export function columns(x: Tensor2D, begin: number, count: number): Tensor2D {
  if (native.isNative()) return native.columns(x, begin, count);
  const [height, width] = x.shape;
  return compute([x], [height, count], ([values], output) => {
    for (let row = 0; row < height; row++) {
      const start = row * width + begin;
      output.set(values!.subarray(start, start + count), row * count);
    }
  });
}

/** Column blocks of equal width, as the gates stand in one matrix. The caller disposes. */
export function blocks(x: Tensor2D, count: number): Tensor2D[] {
  if (native.isNative()) return native.blocks(x, count);
  const width = x.shape[1] / count;
  return Array.from({ length: count }, (_, block) => columns(x, block * width, width));
}

/** Matrices below each other. The caller disposes the result. */
export const joinRows = (parts: Tensor2D[]): Tensor2D => concat(parts, 0);

/** Matrices beside each other. The caller disposes the result. */
export const joinColumns = (parts: Tensor2D[]): Tensor2D => concat(parts, 1);

function concat(parts: Tensor2D[], axis: number): Tensor2D {
  if (parts.length === 1) return parts[0]!.clone(); // native TensorFlow joins two or more
  return engine().runKernel('Concat', parts as unknown as NamedTensorMap, { axis } as NamedAttrMap) as Tensor2D;
}

/** The transpose, [n, m], of `count` rows from `begin` on (all rows by default). The caller disposes. */
export function transpose(x: Tensor2D, begin = 0, count = x.shape[0]): Tensor2D {
  if (native.isNative()) return native.transpose(x, begin, count);
  const width = x.shape[1];
  return compute([x], [width, count], ([values], output) => {
    const source = values!.subarray(begin * width, (begin + count) * width);
    for (let row = 0; row < count; row += TILE)
      for (let column = 0; column < width; column += TILE) transposeTile(source, output, row, column, count, width);
  });
}

/** Side of the square that is transposed at once, so that both sides of the copy stay in the first-level cache. */
const TILE = 32;

function transposeTile(
  source: Float32Array,
  output: Float32Array,
  row: number,
  column: number,
  height: number,
  width: number,
): void {
  const rowEnd = Math.min(row + TILE, height);
  const columnEnd = Math.min(column + TILE, width);
  for (let j = column; j < columnEnd; j++)
    for (let i = row; i < rowEnd; i++) output[j * height + i] = source[i * width + j]!;
}

/** The rows of a table at the given places, [places, n]. The caller disposes. */
export function gatherRows(table: Tensor2D, places: Int32Array): Tensor2D {
  if (native.isNative()) return native.gatherRows(table, places);
  const width = table.shape[1];
  return compute([table], [places.length, width], ([values], output) =>
    places.forEach((place, row) => output.set(values!.subarray(place * width, (place + 1) * width), row * width)),
  );
}

/** The transpose of gatherRows: row i of x added to row places[i] of the result, [count, n]. The caller disposes. */
export function scatterRows(x: Tensor2D, places: Int32Array, count: number): Tensor2D {
  if (native.isNative()) return native.scatterRows(x, places, count);
  const width = x.shape[1];
  return compute([x], [count, width], ([values], output) => {
    const sums = new Float64Array(count * width);
    for (let row = 0; row < places.length; row++) addRow(sums, places[row]! * width, values!, row * width, width);
    output.set(sums);
  });
}

/** The sum of all rows, [n]. The caller disposes. */
export function sumRows(x: Tensor2D): Tensor1D {
  if (native.isNative()) return native.sumRows(x);
  const [height, width] = x.shape;
  return compute([x], [width], ([values], output) => {
    const sums = new Float64Array(width);
    for (let row = 0; row < height; row++) addRow(sums, 0, values!, row * width, width);
    output.set(sums);
  });
}

function addRow(sums: Float64Array, to: number, values: Float32Array, from: number, width: number): void {
  for (let column = 0; column < width; column++) sums[to + column]! += values[from + column]!;
}
