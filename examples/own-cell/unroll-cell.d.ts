/*
 * What a cell of your own may use in Unroll: the types that the editor shows. Keep this file beside your cell; Unroll
 * itself puts TensorFlow.js in its place.
 */

/** Numbers with a shape. Nothing has to be disposed: Unroll does that after each time step. */
export interface Tensor {
  readonly shape: number[];
  readonly rank: number;
  readonly size: number;
}

/** Sizes of the layer: numbers that it reads at each time step, and its hidden units. */
export interface Sizes {
  inputs: number;
  units: number;
}

/** The state that a time step begins with; each [batch, units]. c is there where the cell exports `state = ['h', 'c']`. */
export interface State {
  h: Tensor;
  c: Tensor;
}

/**
 * How a parameter begins: all as one number, within 1 / sqrt(units) ('uniform'), or drawn as a matrix, as torch.nn.init
 * does: all rows as one, or each `units` rows where the experiment says `"perGate": true` under "init". Without it, as
 * "init" of the experiment says.
 */
export type Initialiser =
  | number
  | 'zeros'
  | 'ones'
  | 'uniform'
  | 'xavier-normal'
  | 'xavier-uniform'
  | 'kaiming-normal'
  | 'orthogonal'
  | 'identity'
  | { name: 'spectral-radius'; radius: number };

/** What `parameters` returns: of each parameter its shape, or its shape and how it begins. */
export type Shapes = Record<string, number[] | { shape: number[]; initialiser?: Initialiser }>;

type Value = Tensor | number;

/** Operations of TensorFlow.js, all with a gradient. Shapes that differ are broadcast as in NumPy. */
export declare const tf: {
  // Elementwise
  abs(x: Value): Tensor;
  add(a: Value, b: Value): Tensor;
  cos(x: Value): Tensor;
  div(a: Value, b: Value): Tensor;
  exp(x: Value): Tensor;
  leakyRelu(x: Value, alpha?: number): Tensor;
  log(x: Value): Tensor;
  maximum(a: Value, b: Value): Tensor;
  minimum(a: Value, b: Value): Tensor;
  mul(a: Value, b: Value): Tensor;
  neg(x: Value): Tensor;
  pow(base: Value, exponent: Value): Tensor;
  relu(x: Value): Tensor;
  sigmoid(x: Value): Tensor;
  sin(x: Value): Tensor;
  softplus(x: Value): Tensor;
  sqrt(x: Value): Tensor;
  square(x: Value): Tensor;
  sub(a: Value, b: Value): Tensor;
  tanh(x: Value): Tensor;

  // Products, sums, shares
  /** The matrix product; either operand transposed where it is said. */
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor;
  mean(x: Tensor, axis?: number | number[], keepDims?: boolean): Tensor;
  /** Along the last axis. */
  softmax(x: Tensor): Tensor;
  sum(x: Tensor, axis?: number | number[], keepDims?: boolean): Tensor;

  // Arrangement
  concat(parts: Tensor[], axis?: number): Tensor;
  reshape(x: Tensor, shape: number[]): Tensor;
  slice(x: Tensor, begin: number | number[], size?: number | number[]): Tensor;
  /** Equal parts along an axis, such as the gates of a product. */
  split(x: Tensor, parts: number | number[], axis?: number): Tensor[];
  transpose(x: Tensor, permutation?: number[]): Tensor;

  // Constants
  onesLike(x: Tensor): Tensor;
  scalar(value: number): Tensor;
  zerosLike(x: Tensor): Tensor;
};
