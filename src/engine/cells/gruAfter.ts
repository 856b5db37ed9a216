import type { Tensor2D } from '@tensorflow/tfjs-core';
import { blocks, columns, joinColumns, transpose } from '../backend/arrange';
import { add, matMul, multiply, sigmoid, sigmoidSlope, tanh } from '../backend/operations';
import { transposedProduct } from '../backend/transposedProduct';
import { tensorsOf } from './torchWeights';
import type { Cell, Step, Trace } from './cell';
import type { LayerState, LayerWeights } from './layerState';
import { gruAfterShape } from './cellShape';
import { mix, mixSlopes, type Update } from './gruMixture';

/**
 * The gated recurrent unit whose reset gate acts after the product with W_hh.
 *
 * u = W_ih x + b_ih; w = W_hh h + b_hh; r, z = sigmoid(u_r + w_r, u_z + w_z); n = tanh(u_n + r w_n); h' by `update`
 * @see Cho et al. 2014 with the change of torch.nn.GRU and cuDNN
 */
export const gruAfter = (update: Update): Cell => ({
  ...gruAfterShape,
  inputBias: (weights) => tensorsOf(weights).biasIh.clone(),
  bind: (weights) => bind(update, weights),
  slopes: (trace) => slopes(update, trace),
  weightGradient: (trace, recurrent) => transposedProduct(recurrent, trace.previous.h),
});

function bind(update: Update, weights: LayerWeights) {
  const { weightHh, biasHh } = tensorsOf(weights);
  const transposed = transpose(weightHh); // [units, 3 units]
  return {
    step: (sums: Tensor2D, { h }: LayerState) => step(update, sums, add(matMul(h, transposed), biasHh), h),
    stepBack({ h }: LayerState, [inputSlopes, stateSlopes, old]: Tensor2D[]) {
      const gradient = joinColumns([h, h, h]);
      const recurrent = multiply(gradient, stateSlopes!); // [batch, 3 units]
      const previous = { h: add(multiply(h, old!), matMul(recurrent, weightHh)) };
      return { sums: multiply(gradient, inputSlopes!), recurrent, previous };
    },
    dispose: () => transposed.dispose(),
  };
}

/** @param sums u of the equations, [batch, 3 units]; @param state w, of the same shape */
function step(update: Update, sums: Tensor2D, state: Tensor2D, h: Tensor2D): Step {
  const units = h.shape[1];
  const stateN = columns(state, 2 * units, units);
  const gates = sigmoid(add(columns(sums, 0, 2 * units), columns(state, 0, 2 * units)));
  const [r, z] = blocks(gates, 2) as [Tensor2D, Tensor2D];
  const n = tanh(add(columns(sums, 2 * units, units), multiply(r, stateN)));
  return { state: { h: mix(update, z, h, n) }, kept: [r, z, n, stateN] };
}

/** dh'/du, dh'/dw (r, z, n beside each other), dh'/dh through the mixture alone. */
function slopes(update: Update, trace: Trace): Tensor2D[] {
  const [r, , , stateN] = trace.kept as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  const { n, z, h } = mixSlopes(update, trace);
  const byR = multiply(multiply(n, stateN), sigmoidSlope(r));
  return [joinColumns([byR, z, n]), joinColumns([byR, z, multiply(n, r)]), h];
}
