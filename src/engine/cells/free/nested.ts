import { add, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { affine, flip, product } from '../../backend/differentiable';
import { tensorsOf } from '../torchWeights';
import type { LayerWeights } from '../layerState';
import { activations } from './activations';
import type { BoundFreeCell, FreeCell } from './freeCell';
import type { DeepLayer } from './freeLayer';
import { bindMlp, hiddenQuantities, hiddenWidths, mlpParameters, type MlpStem } from './mlp';

/** Of the layers above the first, from 1 up; the linear top has the last number. */
export const stemAbove =
  (top: number): MlpStem =>
  (kind, hiddenLayer = top - 1) =>
    `${kind}_${hiddenLayer + 1}`;

/**
 * The nested deep transition: h' = phi(F([h, x])), F a network with a linear top. The weights of its first layer stand
 * apart for x and h, so that the products with x need no state. Without hidden layers it is the Elman network.
 * @see Pascanu, Gulcehre, Cho, Bengio 2014
 */
export function nested(layer: DeepLayer, inputs: number): FreeCell {
  const { units, hiddenToHidden: hidden } = layer;
  const first = hidden[0]?.units ?? units;
  const above = hidden.slice(1);
  return {
    parameters: [
      { stem: 'weight_ih', shape: [first, inputs] },
      { stem: 'weight_hh', shape: [first, units] },
      { stem: 'bias_ih', shape: [first] },
      { stem: 'bias_hh', shape: [first] },
      ...(hidden.length > 0 ? mlpParameters(above, first, units, stemAbove(hidden.length)) : []),
    ],
    hasCellState: false,
    isRecurrent: true,
    quantities: hiddenWidths('f', hidden),
    bind: (weights) => bind(layer, weights),
  };
}

function bind({ activation, hiddenToHidden: hidden }: DeepLayer, weights: LayerWeights): BoundFreeCell {
  const phi = activations[activation];
  const { weightIh, weightHh, biasIh, biasHh } = tensorsOf(weights);
  const [inputs, states] = [flip(weightIh), flip(weightHh)];
  const bias: Tensor1D = add(biasIh, biasHh);
  const above = hidden.length > 0 ? bindMlp(hidden.slice(1), weights, stemAbove(hidden.length)) : undefined;
  return {
    read: (x) => ({ sums: affine(x, inputs, bias), quantities: {} }),
    step(sums, { h }) {
      const first: Tensor2D = add(product(h, states), sums);
      if (!above) return { state: { h: phi(first) }, quantities: {} };
      const lowest = activations[hidden[0]!.activation](first);
      const { output, hidden: values } = above(lowest);
      return { state: { h: phi(output) }, quantities: hiddenQuantities('f', [lowest, ...values]) };
    },
  };
}
