import type { TorchWeights } from '../../cells/torchWeights';

/*
 * Cells in plain numbers, one text and one time step at a time, in double precision: slow, and everything inside can be
 * seen and changed. They explain and play with gates, and trace where there are no kernels. A cell of the person's own
 * computes by tensors, between plain numbers (ownStepper.ts).
 */

/** Changes a quantity in place as soon as it is computed; what comes after it uses what stands there then. */
export type Play = (quantity: string, values: Float64Array) => void;

/** One time step of a layer. */
export interface PlainStep {
  /** What it read: the input and the state before it. */
  x: Float64Array;
  before: PlainState;
  state: PlainState;
  /** The hidden state, where that is not what the state carries on: of a feed-forward layer. */
  hidden?: Float64Array;
  /** What it hands to the layer above, where that is not the hidden state. */
  output?: Float64Array;
  /** By name: what the gates let through, or the layers of the networks inside. */
  gates: Record<string, Float64Array>;
  /** By name: the sums that these are made of; "h" where the hidden state is an activation of a sum. */
  sums: Record<string, Float64Array>;
  /** By name: what of those sums came through peepholes, where there are some. */
  seen?: Record<string, Float64Array>;
}

/** The hidden state after a time step. */
export const hiddenOf = ({ hidden, state }: PlainStep): Float64Array => hidden ?? state.h;

/** What a time step hands to the layer above. */
export const outputOf = (step: PlainStep): Float64Array => step.output ?? hiddenOf(step);

/** What a layer hands from one time step to the next, or a gradient by it. */
export interface PlainState {
  h: Float64Array;
  c?: Float64Array;
}

/** What is read at a time step, beside a layer's input. */
export interface Reading {
  symbol: number;
  /** The number of the time step, for errors. */
  time: number;
}

/** One time step back. */
export interface PlainGradient {
  x: Float64Array;
  /** By the state before the time step. */
  before: PlainState;
  /** By the state after it, in total; of a feed-forward layer by its input. */
  total: PlainState;
}

/** A layer with its weights, forward. */
export interface Stepper {
  forward(x: Float64Array, before: PlainState, reading: Reading, play?: Play): PlainStep;
  /** Releases what it holds beside plain numbers. */
  dispose?(): void;
}

/** A layer with its weights. */
export interface PlainCell extends Stepper {
  /**
   * @param arriving the gradient by what the time step handed to the layer above
   * @param carried that by the state after it, as the time step after carries it; missing at the end
   */
  backward(step: PlainStep, arriving: Float64Array, carried?: PlainState): PlainGradient;
}

/** The gradient by h in total, where h is both what a layer hands on and what it carries on. */
export const totalOf = (arriving: Float64Array, carried: PlainState | undefined): Float64Array =>
  carried ? arriving.map((value, u) => value + carried.h[u]!) : arriving;

/** Weights of a layer by the stems of its parameters (cells/layerParameters.ts). */
export type PlainWeights = Readonly<Record<string, Float32Array>>;

/** Those of them that PyTorch's cells have; rows are the gates in its order. */
export type PlainTorchWeights = TorchWeights<Float32Array, Float32Array>;

/** A vector of n numbers, each by its index. */
export function vector(n: number, of: (i: number) => number): Float64Array {
  const made = new Float64Array(n);
  for (let i = 0; i < n; i++) made[i] = of(i);
  return made;
}

/** W x + b of rows row0..row1 of W. Four rows go side by side: the additions of one alone wait for each other. */
export function affine(
  weight: Float32Array,
  bias: Float32Array,
  x: Float64Array,
  row0 = 0,
  row1 = bias.length,
): Float64Array {
  const made = new Float64Array(row1 - row0);
  const n = x.length;
  let row = row0;
  for (; row + 4 <= row1; row += 4) {
    let [a, b, c, d] = [bias[row]!, bias[row + 1]!, bias[row + 2]!, bias[row + 3]!];
    for (let i = 0, at = row * n; i < n; i++, at++) {
      const value = x[i]!;
      a += weight[at]! * value;
      b += weight[at + n]! * value;
      c += weight[at + 2 * n]! * value;
      d += weight[at + 3 * n]! * value;
    }
    made.set([a, b, c, d], row - row0);
  }
  for (; row < row1; row++) {
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
