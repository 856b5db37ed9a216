import type { Tensor1D } from '@tensorflow/tfjs-core';
import { add } from '../backend/operations';
import { tensorsOf } from './torchWeights';
import type { LayerWeights } from './layerState';

/** Both biases, [gates * units], for cells where they only ever occur as their sum. The caller disposes. */
export function inputBias(weights: LayerWeights): Tensor1D {
  const { biasIh, biasHh } = tensorsOf(weights);
  return add(biasIh, biasHh);
}
