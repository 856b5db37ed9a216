import type { Tensor2D } from '@tensorflow/tfjs-core';
import { transpose } from '../backend/arrange';
import {
  add,
  copyOf,
  isPositive,
  matMul,
  multiply,
  relu,
  sigmoid,
  sigmoidSlope,
  tanh,
  tanhSlope,
} from '../backend/operations';
import { transposedProduct } from '../backend/transposedProduct';
import { tensorsOf } from './torchWeights';
import type { Cell } from './cell';
import type { LayerState, LayerWeights } from './layerState';
import { inputBias } from './inputBias';
import { elmanShape } from './cellShape';

/** The activations of an Elman cell: the function, and its slope by the function's value (identity: 1 everywhere). */
const activations = {
  tanh: { of: tanh, slope: tanhSlope },
  sigmoid: { of: sigmoid, slope: sigmoidSlope },
  relu: { of: relu, slope: isPositive },
  identity: { of: copyOf, slope: undefined },
};

/**
 * The simple recurrent network: h' = phi(W_ih x + b_ih + W_hh h + b_hh).
 * @param activation phi; relu has the slope 0 at 0, as in PyTorch
 * @see Elman 1990; torch.nn.RNN
 */
export function elman(activation: keyof typeof activations): Cell {
  const { of, slope } = activations[activation];
  return {
    ...elmanShape,
    inputBias,
    bind: (weights) => bind(of, weights),
    slopes: ({ h }) => (slope ? [slope(h)] : []),
    weightGradient: (trace, recurrent) => transposedProduct(recurrent, trace.previous.h),
  };
}

function bind(of: (sums: Tensor2D) => Tensor2D, weights: LayerWeights) {
  const { weightHh } = tensorsOf(weights);
  const transposed = transpose(weightHh);
  return {
    step: (sums: Tensor2D, { h }: LayerState) => ({
      state: { h: of(add(sums, matMul(h, transposed))) },
      kept: [],
    }),
    stepBack({ h }: LayerState, [slope]: Tensor2D[]) {
      const sums = slope ? multiply(h, slope) : copyOf(h);
      return { sums, previous: { h: matMul(sums, weightHh) } };
    },
    dispose: () => transposed.dispose(),
  };
}
