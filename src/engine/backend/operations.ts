import {
  engine,
  tidy,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { compute } from './compute';
import * as native from './nativeArrange';

/*
 * The tensor operations that recurrent windows are composed of. They call the backend's kernels by name: the public
 * functions of TensorFlow.js check and record more at every call than a small product costs. All results belong to the
 * caller, who disposes them (or works inside tidy).
 */

function run<T extends Tensor>(kernel: string, inputs: unknown, attributes: unknown = {}): T {
  return engine().runKernel(kernel, inputs as NamedTensorMap, attributes as NamedAttrMap) as T;
}

/** Elementwise sum; b may be one row for all rows of a. */
export const add = <T extends Tensor1D | Tensor2D>(a: T, b: T | Tensor1D): T => run('Add', { a, b });

/** Elementwise difference. */
export const subtract = (a: Tensor2D, b: Tensor2D): Tensor2D => run('Sub', { a, b });

/** Elementwise product. */
export const multiply = (a: Tensor2D, b: Tensor2D): Tensor2D => run('Multiply', { a, b });

/** Matrix product, [m, k] x [k, n]. The flags for transposed operands are left out: the WASM backend is slow at them. */
export const matMul = (a: Tensor2D, b: Tensor2D): Tensor2D =>
  run('BatchMatMul', { a, b }, { transposeA: false, transposeB: false });

/** A tensor of its own with the same numbers. */
export const copyOf = (x: Tensor2D): Tensor2D => run('Identity', { x });

/** 1 / (1 + exp(-x)). */
export const sigmoid = (x: Tensor2D): Tensor2D => run('Sigmoid', { x });

/**
 * tanh(x). On the WASM backend, whose own takes several times as long, Lambert's continued fraction up to 2 and
 * 2 sigmoid(2 x) - 1 beyond; the relative error stays below 3e-7.
 */
export function tanh(x: Tensor2D): Tensor2D {
  if (engine().backendName !== 'wasm') return run('Tanh', { x });
  return tidy(() =>
    compute<Tensor2D>([x, sigmoid(add(x, x))], x.shape, ([values, shares], output) => {
      for (let i = 0; i < output.length; i++) {
        const value = values![i]!;
        output[i] = value < 2 && value > -2 ? tanhUpTo2(value) : 2 * shares![i]! - 1;
      }
    }),
  );
}

/** The seventh convergent of x / (1 + x^2 / (3 + x^2 / (5 + ...))): within 1.2e-8. */
function tanhUpTo2(x: number): number {
  const z = x * x;
  return (x * (135135 + z * (17325 + z * (378 + z)))) / (135135 + z * (62370 + z * (3150 + 28 * z)));
}

/** max(x, 0). */
export const relu = (x: Tensor2D): Tensor2D => run('Relu', { x });

/** 1 where x > 0, else 0. */
export const isPositive = (x: Tensor2D): Tensor2D => run('Step', { x }, { alpha: 0 });

/** Softmax of every row. */
export const softmax = (logits: Tensor2D): Tensor2D => run('Softmax', { logits }, { dim: 1 });

/** 1 - x. The loops are written out: one that calls a function takes ten times as long. */
export function complement(x: Tensor2D): Tensor2D {
  if (native.isNative()) return native.complement(x);
  return compute([x], x.shape, ([values], output) => {
    for (let i = 0; i < output.length; i++) output[i] = 1 - values![i]!;
  });
}

/** The slope of a sigmoid by its value: s (1 - s). */
export function sigmoidSlope(s: Tensor2D): Tensor2D {
  if (native.isNative()) return native.sigmoidSlope(s);
  return compute([s], s.shape, ([values], output) => {
    for (let i = 0; i < output.length; i++) output[i] = values![i]! * (1 - values![i]!);
  });
}

/** The slope of tanh by its value: 1 - t^2. */
export function tanhSlope(t: Tensor2D): Tensor2D {
  if (native.isNative()) return native.tanhSlope(t);
  return compute([t], t.shape, ([values], output) => {
    for (let i = 0; i < output.length; i++) output[i] = 1 - values![i]! * values![i]!;
  });
}
