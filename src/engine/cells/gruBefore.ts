import type { Tensor2D } from '@tensorflow/tfjs-core';
import { blocks, columns, joinColumns, joinRows, rows, transpose } from '../backend/arrange';
import { add, matMul, multiply, sigmoid, sigmoidSlope, tanh } from '../backend/operations';
import { transposedProduct } from '../backend/transposedProduct';
import { tensorsOf } from './torchWeights';
import type { BoundCell, Cell, Trace } from './cell';
import type { LayerState, LayerWeights } from './layerState';
import { inputBias } from './inputBias';
import { gruBeforeShape } from './cellShape';
import { mix, mixSlopes, type Update } from './gruMixture';

/**
 * The gated recurrent unit whose reset gate acts on the hidden state, before the product with W_hh.
 *
 * u = W_ih x + b_ih + b_hh; r, z = sigmoid(u_r + W_hr h, u_z + W_hz h); n = tanh(u_n + W_hn (r h)); h' by `update`
 * @see Cho et al. 2014
 */
export const gruBefore = (update: Update): Cell => ({
  ...gruBeforeShape,
  inputBias,
  bind: (weights) => bind(update, weights),
  slopes: (trace) => slopes(update, trace),
  weightGradient,
});

function bind(update: Update, weights: LayerWeights): BoundCell {
  const { weightHh } = tensorsOf(weights);
  const units = weightHh.shape[1];
  const [gates, candidate] = [rows(weightHh, 0, 2 * units), rows(weightHh, 2 * units, units)];
  const [gatesTransposed, candidateTransposed] = [transpose(gates), transpose(candidate)];
  return {
    step(sums: Tensor2D, { h }: LayerState) {
      const [r, z] = blocks(sigmoid(add(columns(sums, 0, 2 * units), matMul(h, gatesTransposed))), 2);
      const n = tanh(add(columns(sums, 2 * units, units), matMul(multiply(r!, h), candidateTransposed)));
      return { state: { h: mix(update, z!, h, n) }, kept: [r!, z!, n] };
    },
    stepBack({ h }: LayerState, [byN, byZ, byR, old, r]: Tensor2D[]) {
      const sumN = multiply(h, byN!);
      const resetH = matMul(sumN, candidate); // dL/d(r h)
      const sumsRZ = joinColumns([multiply(resetH, byR!), multiply(h, byZ!)]);
      const kept = add(multiply(h, old!), multiply(resetH, r!));
      return { sums: joinColumns([sumsRZ, sumN]), previous: { h: add(kept, matMul(sumsRZ, gates)) } };
    },
    dispose: () => [gates, candidate, gatesTransposed, candidateTransposed].forEach((matrix) => matrix.dispose()),
  };
}

/** dh'/du_n, dh'/du_z, d(r h)/du_r, dh'/dh through the mixture alone, d(r h)/dh. */
function slopes(update: Update, trace: Trace): Tensor2D[] {
  const r = trace.kept[0]!;
  const { n, z, h } = mixSlopes(update, trace);
  return [n, z, multiply(trace.previous.h, sigmoidSlope(r)), h, r];
}

function weightGradient({ previous, kept }: Trace, recurrent: Tensor2D): Tensor2D {
  const units = previous.h.shape[1];
  const byGates = transposedProduct(columns(recurrent, 0, 2 * units), previous.h);
  const byCandidate = transposedProduct(columns(recurrent, 2 * units, units), multiply(kept[0]!, previous.h));
  return joinRows([byGates, byCandidate]);
}
