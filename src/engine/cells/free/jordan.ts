import { add, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { affine, flip, lookUp, product, softmax } from '../../backend/differentiable';
import { headStem } from '../headParameters';
import type { LayerWeights } from '../layerState';
import { activations } from './activations';
import type { BoundFreeCell, FreeCell } from './freeCell';
import type { LayerPlace } from '../layerPlace';
import type { JordanLayer } from './freeLayer';
import { bindMlp } from './mlp';

/**
 * The Jordan network: h' = phi(W o + U x + b), where o is what the model put out before: the head over h, as logits or
 * as their softmax. So the state is h, and the head's weights are among those of the layer. A text begins with what the
 * head makes of h = 0.
 *
 * With teacher forcing o is what should have been put out before, one-hot. As the model predicts the next symbol, that is
 * the symbol that is read now: no time step depends on another.
 * @see Jordan 1986
 */
export const jordan = (layer: JordanLayer, { inputs, outputs, head }: LayerPlace): FreeCell => ({
  parameters: [
    { stem: 'weight_ih', shape: [layer.units, inputs] },
    { stem: 'weight_oh', shape: [layer.units, outputs] },
    { stem: 'bias_ih', shape: [layer.units] },
  ],
  hasCellState: false,
  isRecurrent: !layer.teacherForcing,
  quantities: [],
  bind: (weights) => bind(layer, head, weights),
});

function bind(layer: JordanLayer, head: LayerPlace['head'], weights: LayerWeights): BoundFreeCell {
  const phi = activations[layer.activation];
  const [ofInput, ofOutput] = ['weight_ih', 'weight_oh'].map((name) => flip(weights[name] as Tensor2D)) as [
    Tensor2D,
    Tensor2D,
  ];
  const putOut = bindMlp(head, weights, headStem);
  const fedBack = (logits: Tensor2D) => (layer.feedback === 'softmax' ? (softmax(logits) as Tensor2D) : logits);
  return {
    read(x, symbols) {
      const sums: Tensor2D = affine(x, ofInput, weights['bias_ih'] as Tensor1D);
      return { sums: layer.teacherForcing ? add(sums, lookUp(ofOutput, symbols!)) : sums, quantities: {} };
    },
    step(sums, { h }) {
      const all = layer.teacherForcing ? sums : add(product(fedBack(putOut(h).output), ofOutput), sums);
      return { state: { h: phi(all as Tensor2D) }, quantities: {} };
    },
  };
}
