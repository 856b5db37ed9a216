import { add, type Tensor1D } from '@tensorflow/tfjs-core';
import type { LayerWeights } from '../layerState';
import type { LayerParameter } from '../layerParameter';
import type { DeepLayer } from './freeLayer';
import type { BoundFreeCell, FreeCell } from './freeCell';
import { activations } from './activations';
import { bindMlp, hiddenQuantities, hiddenWidths, mlpParameters, type MlpStem } from './mlp';

/** The top's parameters are named as those of PyTorch's recurrent cells: without hidden layers they are the same. */
export const pathStem =
  (path: 'ih' | 'hh'): MlpStem =>
  (kind, hiddenLayer) =>
    hiddenLayer === undefined ? `${kind}_${path}` : `${kind}_${path}_${hiddenLayer}`;

/**
 * The additive deep transition: h' = phi(F_hh(h) + F_xh(x)), each F a network with a linear top. Without hidden layers
 * it is the Elman network.
 * @see Pascanu, Gulcehre, Cho, Bengio 2014
 */
export function additive(layer: DeepLayer, inputs: number): FreeCell {
  const { units, hiddenToHidden, inputToHidden } = layer;
  return {
    parameters: topsLast(
      mlpParameters(inputToHidden, inputs, units, pathStem('ih')),
      mlpParameters(hiddenToHidden, units, units, pathStem('hh')),
    ),
    hasCellState: false,
    isRecurrent: true,
    quantities: [...hiddenWidths('xh', inputToHidden), ...hiddenWidths('hh', hiddenToHidden)],
    bind: (weights) => bind(layer, weights),
  };
}

/** Hidden layers first, then the linear tops in the order of PyTorch's recurrent cells. */
function topsLast(ih: LayerParameter[], hh: LayerParameter[]): LayerParameter[] {
  const [ihTop, hhTop] = [ih.splice(-2), hh.splice(-2)];
  return [...ih, ...hh, ihTop[0]!, hhTop[0]!, ihTop[1]!, hhTop[1]!];
}

function bind({ activation, hiddenToHidden, inputToHidden }: DeepLayer, weights: LayerWeights): BoundFreeCell {
  const phi = activations[activation];
  const ofInput = bindMlp(inputToHidden, weights, pathStem('ih'));
  const ofState = bindMlp(hiddenToHidden, weights, pathStem('hh'), false);
  const bias = weights['bias_hh'] as Tensor1D;
  return {
    read(x) {
      const { output, hidden } = ofInput(x);
      return { sums: add(output, bias), quantities: hiddenQuantities('xh', hidden) };
    },
    step(sums, { h }) {
      const { output, hidden } = ofState(h);
      return { state: { h: phi(add(output, sums)) }, quantities: hiddenQuantities('hh', hidden) };
    },
  };
}
