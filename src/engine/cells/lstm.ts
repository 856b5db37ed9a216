import { columns, joinColumns, transpose } from '../backend/arrange';
import { add, matMul, multiply, sigmoid, sigmoidSlope, tanh, tanhSlope } from '../backend/operations';
import { transposedProduct } from '../backend/transposedProduct';
import { tensorsOf, type Cell, type LayerWeights, type Step, type Trace } from './cell';
import { inputBias } from './inputBias';
import { lstmShape } from './cellShape';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/**
 * Long short-term memory, gates in PyTorch's order i, f, g, o (input, forget, candidate, output).
 *
 * a = W_ih x + b_ih + W_hh h + b_hh; i, f, o = sigmoid(a_i, a_f, a_o); g = tanh(a_g); c' = f c + i g; h' = o tanh(c')
 * @see Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000; torch.nn.LSTM
 */
export const lstm: Cell = {
  ...lstmShape,
  inputBias,
  bind,
  slopes,
  weightGradient: (trace, recurrent) => transposedProduct(recurrent, trace.previous.h),
};

function bind(weights: LayerWeights) {
  const { weightHh } = tensorsOf(weights);
  const transposed = transpose(weightHh); // [units, 4 units]
  return {
    step: (sums: Tensor2D, { h, c }: { h: Tensor2D; c?: Tensor2D }) => step(add(sums, matMul(h, transposed)), c!),
    stepBack(gradient: { h: Tensor2D; c?: Tensor2D }, [gateSlopes, outputSlope, f]: Tensor2D[]) {
      const throughH = multiply(gradient.h, outputSlope!);
      const cell = gradient.c ? add(gradient.c, throughH) : throughH; // dL/dc'
      const sums = multiply(joinColumns([cell, cell, cell, gradient.h]), gateSlopes!); // [batch, 4 units]
      return { sums, cell, previous: { h: matMul(sums, weightHh), c: multiply(cell, f!) } };
    },
    dispose: () => transposed.dispose(),
  };
}

/** @param sums before the gates, [batch, 4 units] */
function step(sums: Tensor2D, c: Tensor2D): Step {
  const units = c.shape[1];
  const gates = sigmoid(sums);
  const [i, f, o] = [0, 1, 3].map((gate) => columns(gates, gate * units, units)) as [Tensor2D, Tensor2D, Tensor2D];
  const g = tanh(columns(sums, 2 * units, units));
  const next = add(multiply(f, c), multiply(i, g));
  const tanhOfCell = tanh(next);
  return { state: { h: multiply(o, tanhOfCell), c: next }, kept: [i, f, g, o, tanhOfCell] };
}

/** dc'/da_i, dc'/da_f, dc'/da_g and dh'/da_o beside each other; dh'/dc'; dc'/dc. */
function slopes({ previous, kept }: Trace): Tensor2D[] {
  const [i, f, g, o, tanhOfCell] = kept as [Tensor2D, Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  const gateSlopes = joinColumns([
    multiply(g, sigmoidSlope(i)),
    multiply(previous.c!, sigmoidSlope(f)),
    multiply(i, tanhSlope(g)),
    multiply(tanhOfCell, sigmoidSlope(o)),
  ]);
  return [gateSlopes, multiply(o, tanhSlope(tanhOfCell)), f];
}
