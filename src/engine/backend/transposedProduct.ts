import { tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { rows, transpose } from './arrange';
import * as native from './nativeArrange';
import { add, matMul } from './operations';

/** Rows multiplied at once: longer ones leave the processor's caches, shorter ones pack too often. */
const CHUNK = 1024;

/**
 * a^T b, the product that sums over all time steps and lanes, as weight gradients need it.
 * @param a [n, p]
 * @param b [n, q]
 * @returns [p, q]; the caller disposes
 */
export function transposedProduct(a: Tensor2D, b: Tensor2D): Tensor2D {
  if (native.isNative()) return native.transposedLeft(a, b);
  return tidy(() => {
    if (a.shape[1] < b.shape[1]) return transpose(transposedProduct(b, a)); // the right-hand side is packed: the smaller
    let sum: Tensor2D | undefined;
    for (let begin = 0; begin < a.shape[0]; begin += CHUNK) {
      const count = Math.min(CHUNK, a.shape[0] - begin);
      const product = matMul(transpose(a, begin, count), rows(b, begin, count));
      sum = sum ? add(sum, product) : product;
    }
    return sum!;
  });
}
