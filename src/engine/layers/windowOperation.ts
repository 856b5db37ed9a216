import '../backend/allGradients'; // the gradients of the operations that may stand before and after
import { customGrad, type GradSaveFunc, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Layer } from '../../protocol/experiment';
import type { LayerState, LayerWeights } from '../cells/layerState';
import { cellShapeOf } from '../cells/cellShape';
import { anywhere } from '../cells/layerPlace';
import { stemsOf } from '../cells/layerParameters';
import { composedWindow } from './composedWindow';
import type { MakeWindow } from './window';

/**
 * A whole window of recurrent layers as one operation of TensorFlow.js, with its gradient derived by hand, so that
 * ordinary differentiable code can stand before and after it. Differentiable by features, initial state and weights.
 * @param layers from the input up
 * @param features time-major, [time * batch, features]
 * @param initial the state that each layer begins with, [batch, units]
 * @param weights of each layer
 * @returns the hidden states of the last layer, [time * batch, units]; the caller disposes
 */
export function recurrentWindow(
  layers: Layer[],
  features: Tensor2D,
  initial: LayerState[],
  weights: LayerWeights[],
  makeWindow: MakeWindow = composedWindow,
): Tensor2D {
  const operands: Tensor[] = [features, ...flatStates(initial), ...flatWeights(layers, weights)];
  const operation = customGrad((...all: (Tensor | GradSaveFunc)[]) => {
    const save = all.at(-1) as GradSaveFunc;
    const window = makeWindow(layers, { layers: weights }, { ...anywhere, inputs: features.shape[1] });
    const pass = window.forward(features, initial, 'gradients');
    window.dispose();
    save([...operands, pass.output, ...pass.tape]);
    return {
      value: pass.output,
      gradFunc: (gradient, saved) => backward(layers, gradient as Tensor2D, saved, makeWindow),
    };
  });
  return operation(...operands) as Tensor2D;
}

/** The gradients by the operands, in their order. @param saved the operands, the output and the tape */
function backward(layers: Layer[], gradient: Tensor2D, saved: Tensor[], makeWindow: MakeWindow): Tensor[] {
  const rest = saved.slice() as Tensor2D[];
  const features = rest.shift()!;
  const initial = layers.map((layer) => ({
    h: rest.shift()!,
    c: cellShapeOf(layer).hasCellState ? rest.shift() : undefined,
  }));
  const weights = layers.map((layer) => Object.fromEntries(stemsOf(layer).map((stem) => [stem, rest.shift()!])));
  const [output, ...tape] = rest;
  const window = makeWindow(layers, { layers: weights }, { ...anywhere, inputs: features.shape[1] });
  const pass = { input: features, batch: initial[0]!.h.shape[0], output: output!, tape };
  const found = window.backward(pass, gradient, { weights: true, norms: false });
  window.dispose();
  return [found.input!, ...flatStates(found.initial), ...flatWeights(layers, found.weights!.layers)];
}

const flatStates = (states: LayerState[]): Tensor[] => states.flatMap(({ h, c }) => (c ? [h, c] : [h]));

const flatWeights = (layers: Layer[], weights: LayerWeights[]): Tensor[] =>
  layers.flatMap((layer, k) => stemsOf(layer).map((stem) => weights[k]![stem]!));
