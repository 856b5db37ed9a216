import './allGradients';
import {
  add,
  customGrad,
  engine,
  exp as plainExp,
  mul,
  sigmoid as plainSigmoid,
  softmax as plainSoftmax,
  square,
  sub,
  sum,
  tanh as plainTanh,
  type GradSaveFunc,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { gatherRows, rows, scatterRows, joinRows as join, transpose } from './arrange';
import { copyOf, matMul } from './operations';

/*
 * Operations with a gradient, for what TensorFlow.js lacks or does slowly on the WASM backend: there a product with a
 * transposed operand takes six to ten times as long as one without, a slice copies the whole tensor, and the gradient of
 * gather is missing. Gradients are made of these operations again, so that they can be differentiated once more; where
 * TensorFlow.js has a gradient that looks at the operation's result (tanh, sigmoid, exp, softmax), it cannot be.
 * Results belong to the caller.
 */

/** An operation on matrices with its gradient. @param slopes by the inputs; they may be differentiated in turn */
function operation<Inputs extends Tensor[], T extends Tensor = Tensor2D>(
  value: (...inputs: Inputs) => T,
  slopes: (gradient: T, ...inputs: Inputs) => Tensor[],
): (...inputs: Inputs) => T {
  return (...inputs) => {
    if (!engine().isTapeOn()) return value(...inputs);
    return customGrad((...all: (Tensor | GradSaveFunc)[]) => {
      (all.at(-1) as GradSaveFunc)(inputs);
      return {
        value: value(...inputs),
        gradFunc: (gradient, saved) => slopes(gradient as T, ...(saved as Inputs)),
      };
    })(...inputs) as T;
  };
}

/** The transpose. */
export const flip: (x: Tensor2D) => Tensor2D = operation(
  (x: Tensor2D) => transpose(x),
  (gradient) => [flip(gradient)],
);

/** Matrix product, [m, k] x [k, n]. */
export const product: (a: Tensor2D, b: Tensor2D) => Tensor2D = operation(
  (a: Tensor2D, b: Tensor2D) => matMul(a, b),
  (gradient, a, b) => [product(gradient, flip(b)), product(flip(a), gradient)],
);

/** x W^T + b for every row of x. @param flipped W^T, [inputs, outputs] */
export const affine = (x: Tensor2D, flipped: Tensor2D, bias: Tensor1D): Tensor2D => add(product(x, flipped), bias);

/** tanh(x), of any shape. */
export const tanh: (x: Tensor) => Tensor = operation(
  (x: Tensor) => plainTanh(x),
  (gradient, x) => [mul(gradient, sub(1, square(tanh(x))))],
);

/** 1 / (1 + exp(-x)), of any shape. */
export const sigmoid: (x: Tensor) => Tensor = operation(
  (x: Tensor) => plainSigmoid(x),
  (gradient, x) => {
    const value = sigmoid(x);
    return [mul(gradient, mul(value, sub(1, value)))];
  },
);

/** exp(x), of any shape. */
export const exp: (x: Tensor) => Tensor = operation(
  (x: Tensor) => plainExp(x),
  (gradient, x) => [mul(gradient, exp(x))],
);

/** The softmax along the last axis, of any shape. */
export const softmax: (x: Tensor) => Tensor = operation(
  (x: Tensor) => plainSoftmax(x),
  (gradient, x) => {
    const shares = softmax(x);
    const along = mul(gradient, shares);
    return [sub(along, mul(sum(along, -1, true), shares))];
  },
);

/** Matrices of equal height below each other. */
export function joinRows(parts: Tensor2D[]): Tensor2D {
  const height = parts[0]!.shape[0];
  return customGrad(() => ({
    value: join(parts),
    gradFunc: (gradient) => parts.map((_, i) => rows(gradient as Tensor2D, i * height, height)),
  }))(...parts) as Tensor2D;
}

/**
 * The rows of a table at the given places.
 * @param table [vocabulary, features]
 * @returns [places, features]
 */
export function lookUp(table: Tensor2D, places: Int32Array): Tensor2D {
  return customGrad(() => ({
    value: gatherRows(table, places),
    gradFunc: (gradient) => [scatterRows(gradient as Tensor2D, places, table.shape[0])],
  }))(table) as Tensor2D;
}

/** The same numbers as another tensor, so that it has a gradient of its own. */
export const alias: (x: Tensor2D) => Tensor2D = operation(
  (x: Tensor2D) => copyOf(x),
  (gradient) => [alias(gradient)],
);
