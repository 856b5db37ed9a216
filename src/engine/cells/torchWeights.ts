import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { LayerWeights } from './layerState';

/** What every cell of PyTorch has. */
export interface TorchWeights<Matrix, Vector> {
  /** [gates * units, inputs] */
  weightIh: Matrix;
  /** [gates * units, units] */
  weightHh: Matrix;
  /** [gates * units] */
  biasIh: Vector;
  /** [gates * units] */
  biasHh: Vector;
}

/** Those that every cell of PyTorch has, by name; rows are the gates in its order, `units` rows each. */
export const torchWeights = <Any, Matrix extends Any, Vector extends Any>(
  weights: Readonly<Record<string, Any>>,
): TorchWeights<Matrix, Vector> => ({
  weightIh: weights['weight_ih'] as Matrix,
  weightHh: weights['weight_hh'] as Matrix,
  biasIh: weights['bias_ih'] as Vector,
  biasHh: weights['bias_hh'] as Vector,
});

/** Those of the weights of a layer that PyTorch's cells have. */
export const tensorsOf = (weights: LayerWeights) => torchWeights<Tensor, Tensor2D, Tensor1D>(weights);
