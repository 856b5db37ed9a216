import type { TorchWeights } from '../cells/layerParameters';

/*
 * Cells in plain numbers, one text and one time step at a time, in double precision: slow, and everything inside can be
 * seen and changed. They explain and play with gates, and trace where there are no kernels.
 */

/** Changes a quantity in place as soon as it is computed; what comes after it uses what stands there then. */
export type Play = (quantity: string, values: Float64Array) => void;

/** One time step of a layer. */
export interface PlainStep {
  /** What it read: the input and the state before it. */
  x: Float64Array;
  before: PlainState;
  state: PlainState;
  /** By name: what the gates let through. */
  gates: Record<string, Float64Array>;
  /** By name: the sums before the gates; of an Elman cell "h". */
  sums: Record<string, Float64Array>;
  /** By name: what of those sums came through peepholes, where there are some. */
  seen?: Record<string, Float64Array>;
}

/** What a layer hands from one time step to the next, or a gradient by it. */
export interface PlainState {
  h: Float64Array;
  c?: Float64Array;
}

/** One time step back. */
export interface PlainGradient {
  x: Float64Array;
  /** By the state before the time step. */
  before: PlainState;
  /** By the cell state after it, in total. */
  c?: Float64Array;
}

/** A layer with its weights. */
export interface PlainCell {
  readonly units: number;
  forward(x: Float64Array, before: PlainState, play?: Play): PlainStep;
  /** @param gradient by the state after the time step: h in total, c as the time step after carries it */
  backward(step: PlainStep, gradient: PlainState): PlainGradient;
}

/** Weights of a layer by the stems of its parameters (cells/layerParameters.ts). */
export type PlainWeights = Readonly<Record<string, Float32Array>>;

/** Those of them that PyTorch's cells have; rows are the gates in its order. */
export type PlainTorchWeights = TorchWeights<Float32Array, Float32Array>;

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** A vector of n numbers, each by its index. */
export function vector(n: number, of: (i: number) => number): Float64Array {
  const made = new Float64Array(n);
  for (let i = 0; i < n; i++) made[i] = of(i);
  return made;
}

/** W x + b of rows row0..row1 of W. */
export function affine(
  weight: Float32Array,
  bias: Float32Array,
  x: Float64Array,
  row0 = 0,
  row1 = bias.length,
): Float64Array {
  const made = new Float64Array(row1 - row0);
  const n = x.length;
  for (let row = row0; row < row1; row++) {
    let sum = bias[row]!;
    for (let i = 0, at = row * n; i < n; i++, at++) sum += weight[at]! * x[i]!;
    made[row - row0] = sum;
  }
  return made;
}

/** Adds W^T d of the rows of W from row0 on, as many as d has, to `to`. */
export function addTransposed(to: Float64Array, weight: Float32Array, d: Float64Array, row0 = 0): Float64Array {
  const n = to.length;
  for (let row = 0; row < d.length; row++) {
    const by = d[row]!;
    if (by !== 0) for (let i = 0, at = (row0 + row) * n; i < n; i++, at++) to[i]! += weight[at]! * by;
  }
  return to;
}

/** Vectors one after the other. */
export function joined(...parts: Float64Array[]): Float64Array {
  const made = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
}
