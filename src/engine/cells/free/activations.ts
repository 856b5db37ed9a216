import { relu, type Tensor2D } from '@tensorflow/tfjs-core';
import type { ActivationName } from '../../../protocol/networkSchema';
import { sigmoid, tanh } from '../../backend/differentiable';

/** The activations by name; relu has the slope 0 at 0, as in PyTorch. */
export const activations: Record<ActivationName, (x: Tensor2D) => Tensor2D> = {
  tanh: (x) => tanh(x) as Tensor2D,
  relu: (x) => relu(x),
  sigmoid: (x) => sigmoid(x) as Tensor2D,
  identity: (x) => x,
};
