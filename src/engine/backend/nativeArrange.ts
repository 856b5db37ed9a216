import { engine, tensor1d, tidy, type NamedAttrMap, type NamedTensorMap } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';

/*
 * What arrange.ts and operations.ts do by plain loops, by operations of native TensorFlow: its tensors lie outside of
 * JavaScript, and a loop over them would copy them out and in again. All results belong to the caller.
 */

/** Whether native TensorFlow is what computes. */
export const isNative = (): boolean => engine().backendName === 'tensorflow';

function run<T extends Tensor>(kernel: string, inputs: unknown, attributes: unknown): T {
  return engine().runKernel(kernel, inputs as NamedTensorMap, attributes as NamedAttrMap) as T;
}

export const rows = (x: Tensor2D, begin: number, count: number): Tensor2D =>
  run('Slice', { x }, { begin: [begin, 0], size: [count, x.shape[1]] });

export const columns = (x: Tensor2D, begin: number, count: number): Tensor2D =>
  run('Slice', { x }, { begin: [0, begin], size: [x.shape[0], count] });

export const blocks = (x: Tensor2D, count: number): Tensor2D[] =>
  run('SplitV', { x }, { numOrSizeSplits: count, axis: 1 }) as unknown as Tensor2D[];

export const padAbove = (x: Tensor2D, height: number): Tensor2D =>
  run('PadV2', { x }, { paddings: [[height - x.shape[0], 0], [0, 0]], constantValue: 0 }); // prettier-ignore

export const transpose = (x: Tensor2D, begin: number, count: number): Tensor2D =>
  tidy(() => run('Transpose', { x: count === x.shape[0] ? x : rows(x, begin, count) }, { perm: [1, 0] }));

export const gatherRows = (table: Tensor2D, places: Int32Array): Tensor2D =>
  tidy(() => run('GatherV2', { x: table, indices: tensor1d(places, 'int32') }, { axis: 0, batchDims: 0 }));

export const scatterRows = (x: Tensor2D, places: Int32Array, count: number): Tensor2D =>
  tidy(() => run('UnsortedSegmentSum', { x, segmentIds: tensor1d(places, 'int32') }, { numSegments: count }));

export const sumRows = (x: Tensor2D): Tensor1D => run('Sum', { x }, { axis: [0], keepDims: false });

/** 1 - x. */
export const complement = (x: Tensor2D): Tensor2D => tidy(() => run('Sub', { a: tensor1d([1]), b: x }, {}));

/** s (1 - s). */
export const sigmoidSlope = (s: Tensor2D): Tensor2D => tidy(() => run('Multiply', { a: s, b: complement(s) }, {}));

/** 1 - t^2. */
export const tanhSlope = (t: Tensor2D): Tensor2D => tidy(() => complement(run('Square', { x: t }, {})));

/** Products with one operand transposed need no transposed copy here. */
export const transposedLeft = (a: Tensor2D, b: Tensor2D): Tensor2D =>
  run('BatchMatMul', { a, b }, { transposeA: true, transposeB: false });
