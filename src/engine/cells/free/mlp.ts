import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { HiddenLayers } from '../../../protocol/networkSchema';
import { affine, flip, product } from '../../backend/differentiable';
import type { LayerWeights } from '../layerState';
import type { LayerParameter } from '../layerParameter';
import { activations } from './activations';

/** What a network gives. */
export interface MlpValues {
  /** Of its linear top, [rows, outputs]. */
  output: Tensor2D;
  /** Of its hidden layers, from the input up. */
  hidden: Tensor2D[];
}

/** Names of the parameters of a network: of hidden layer i, and without a number of its linear top. */
export type MlpStem = (kind: 'weight' | 'bias', hiddenLayer?: number) => string;

/** The parameters of a feed-forward network: hidden layers with a linear layer on top, each as torch.nn.Linear has them. */
export function mlpParameters(hidden: HiddenLayers, inputs: number, outputs: number, stem: MlpStem): LayerParameter[] {
  const widths = [...hidden.map(({ units }) => units), outputs];
  return widths.flatMap((width, i) => {
    const number = i < hidden.length ? i : undefined;
    const below = i === 0 ? inputs : widths[i - 1]!;
    return [
      { stem: stem('weight', number), shape: [width, below] },
      { stem: stem('bias', number), shape: [width] },
    ];
  });
}

/**
 * A network with its weights: y = W_n phi_(n-1)(... phi_0(W_0 x + b_0) ...) + b_n.
 * @param hasTopBias false: b_n is added elsewhere, once for all time steps
 */
export function bindMlp(
  hidden: HiddenLayers,
  weights: LayerWeights,
  stem: MlpStem,
  hasTopBias = true,
): (x: Tensor2D) => MlpValues {
  const bound = [...hidden.keys(), undefined].map((number) => ({
    flipped: flip(weights[stem('weight', number)] as Tensor2D),
    bias: weights[stem('bias', number)] as Tensor1D,
  }));
  return (x) => {
    const values: Tensor2D[] = [];
    bound.forEach(({ flipped, bias }, i) => {
      const below = values.at(-1) ?? x;
      const isBare = i === hidden.length && !hasTopBias;
      const sums = isBare ? product(below, flipped) : affine(below, flipped, bias);
      values.push(i < hidden.length ? activations[hidden[i]!.activation](sums) : sums);
    });
    return { output: values.pop()!, hidden: values };
  };
}

/** What is seen of hidden layers, by names that begin alike. */
export const hiddenQuantities = (beginning: string, values: Tensor2D[]): Record<string, Tensor2D> =>
  Object.fromEntries(values.map((value, i) => [`${beginning}${i + 1}`, value]));

/** The same by name and width. */
export const hiddenWidths = (beginning: string, hidden: HiddenLayers) =>
  hidden.map(({ units, activation }, i) => ({
    name: `${beginning}${i + 1}`,
    width: units,
    isGate: activation === 'sigmoid',
  }));
