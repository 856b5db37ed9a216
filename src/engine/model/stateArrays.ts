import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import type { LayerState } from '../cells/layerState';
import type { NamedArray } from '../formats/safetensors';
import type { SavedState } from '../weights/savedState';

/** A saved state as tensors. The caller disposes. */
export const toTensors = ({ h, c }: SavedState): LayerState => ({ h: matrixOf(h), c: c && matrixOf(c) });

const matrixOf = ({ shape, data }: NamedArray) => tensor2d(data as Float32Array, shape as [number, number]);

/** Tensors as a state to be saved. */
export const toArrays = ({ h, c }: LayerState): SavedState => ({ h: arrayOf(h), c: c && arrayOf(c) });

const arrayOf = (matrix: Tensor2D): NamedArray => ({
  shape: matrix.shape,
  data: matrix.dataSync().slice() as Float32Array,
});
