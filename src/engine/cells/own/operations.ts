import '../../backend/allGradients';
import {
  abs,
  add,
  concat,
  cos,
  div,
  leakyRelu,
  log,
  matMul,
  maximum,
  mean,
  minimum,
  mul,
  neg,
  onesLike,
  pow,
  relu,
  reshape,
  scalar,
  sin,
  slice,
  softplus,
  split,
  sqrt,
  square,
  sub,
  sum,
  transpose,
  zerosLike,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { exp, flip, product, sigmoid, softmax, tanh } from '../../backend/differentiable';

/**
 * What a cell of the person's own may compute with: operations of TensorFlow.js that have a gradient wherever it runs.
 * Their types, as the editor shows them, stand in examples/own-cell/unroll-cell.d.ts.
 */
export const cellOperations = {
  abs,
  add,
  concat,
  cos,
  div,
  exp: ofNumber(exp),
  leakyRelu,
  log,
  matMul: ofMatrices,
  maximum,
  mean,
  minimum,
  mul,
  neg,
  onesLike,
  pow,
  relu,
  reshape,
  scalar,
  sigmoid: ofNumber(sigmoid),
  sin,
  slice,
  softmax,
  softplus,
  split,
  sqrt,
  square,
  sub,
  sum,
  tanh: ofNumber(tanh),
  transpose: (x: Tensor, permutation?: number[]): Tensor =>
    x.rank === 2 && !permutation ? flip(x as Tensor2D) : transpose(x, permutation),
  zerosLike,
};

/** An operation that also takes a plain number. */
function ofNumber(operation: (x: Tensor) => Tensor): (x: Tensor | number) => Tensor {
  return (x) => operation(typeof x === 'number' ? scalar(x) : x);
}

/** The product of two matrices by ours, which is faster; others as TensorFlow.js does. */
function ofMatrices(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  if (a.rank !== 2 || b.rank !== 2) return matMul(a, b, transposeA, transposeB);
  const [left, right] = [transposeA ? flip(a as Tensor2D) : a, transposeB ? flip(b as Tensor2D) : b] as Tensor2D[];
  if (left!.shape[1] !== right!.shape[0])
    throw new Error(`matMul: [${left!.shape.join(', ')}] and [${right!.shape.join(', ')}] do not fit`);
  return product(left!, right!);
}
