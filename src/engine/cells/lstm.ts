import type { Tensor2D } from '@tensorflow/tfjs-core';
import { columns, joinColumns, transpose } from '../backend/arrange';
import { add, matMul, multiply, sigmoid, sigmoidSlope, tanh, tanhSlope } from '../backend/operations';
import { transposedProduct } from '../backend/transposedProduct';
import { tensorsOf } from './torchWeights';
import type { BoundCell, Cell, Step, Trace } from './cell';
import type { LayerState, LayerWeights } from './layerState';
import { lstmShape } from './cellShape';
import { inputBias } from './inputBias';
import { bindPeepholes, peepholeGradient, type BoundPeepholes, type Peephole } from './peepholes';

/** The squashing function of the candidate, and its slope by its value. */
const candidates = {
  tanh: { of: tanh, slope: tanhSlope },
  sigmoid: { of: sigmoid, slope: sigmoidSlope },
};
type Candidate = keyof typeof candidates;

/**
 * Long short-term memory, gates in PyTorch's order i, f, g, o (input, forget, candidate, output).
 *
 * a = W_ih x + b_ih + W_hh h + b_hh; i, f, o = sigmoid(a_i, a_f, a_o); g = phi(a_g); c' = f c + i g; h' = o tanh(c')
 * With peepholes P c is added to a_i and a_f, and P c' to a_o.
 * @param candidate phi: tanh (torch.nn.LSTM) or sigmoid
 * @param peephole what the gates see of the cell state: nothing, that of their own unit, or that of all units
 * @see Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000; peepholes: Gers & Schmidhuber 2000
 */
export const lstm = (candidate: Candidate, peephole: Peephole): Cell => ({
  ...lstmShape,
  inputBias,
  bind: (weights) => bind(candidate, peephole, weights),
  slopes: (trace) => slopes(candidate, trace),
  weightGradient: (trace, recurrent) => transposedProduct(recurrent, trace.previous.h),
  ownGradient: (trace, sums) => peepholeGradient(peephole, trace, sums),
});

function bind(candidate: Candidate, peephole: Peephole, weights: LayerWeights): BoundCell {
  const { weightHh } = tensorsOf(weights);
  const transposed = transpose(weightHh); // [units, 4 units]
  const peeps = bindPeepholes(peephole, weights);
  return {
    step: (sums: Tensor2D, { h, c }: LayerState) => step(candidate, peeps, add(sums, matMul(h, transposed)), c!),
    stepBack: (gradient: LayerState, ofStep: Tensor2D[]) => stepBack(weightHh, peeps, gradient, ofStep),
    dispose() {
      transposed.dispose();
      peeps?.dispose();
    },
  };
}

/** @param sums before the gates, without peepholes, [batch, 4 units] */
function step(candidate: Candidate, peeps: BoundPeepholes | undefined, sums: Tensor2D, c: Tensor2D): Step {
  const units = c.shape[1];
  const part = (gate: number, gates = 1) => columns(sums, gate * units, gates * units);
  const early = sigmoid(peeps ? add(part(0, 2), peeps.ofOld(c)) : part(0, 2));
  const [i, f] = [columns(early, 0, units), columns(early, units, units)];
  const g = candidates[candidate].of(part(2));
  const next = add(multiply(f, c), multiply(i, g));
  const o = sigmoid(peeps ? add(part(3), peeps.ofNew(next)) : part(3));
  const tanhOfCell = tanh(next);
  return { state: { h: multiply(o, tanhOfCell), c: next }, kept: [i, f, g, o, tanhOfCell] };
}

/** dc'/da_i, dc'/da_f, dc'/da_g beside each other; dh'/da_o; dh'/dc' through tanh; dc'/dc through f alone. */
function slopes(candidate: Candidate, { previous, kept }: Trace): Tensor2D[] {
  const [i, f, g, o, tanhOfCell] = kept as [Tensor2D, Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  const byCell = joinColumns([
    multiply(g, sigmoidSlope(i)),
    multiply(previous.c!, sigmoidSlope(f)),
    multiply(i, candidates[candidate].slope(g)),
  ]);
  return [byCell, multiply(tanhOfCell, sigmoidSlope(o)), multiply(o, tanhSlope(tanhOfCell)), f];
}

function stepBack(
  weightHh: Tensor2D,
  peeps: BoundPeepholes | undefined,
  gradient: LayerState,
  [byCell, byOutput, throughTanh, f]: Tensor2D[],
) {
  const units = f!.shape[1];
  const output = multiply(gradient.h, byOutput!);
  const throughH = multiply(gradient.h, throughTanh!);
  const seen = gradient.c ? add(gradient.c, throughH) : throughH;
  const cell = peeps ? add(seen, peeps.backFromNew(output)) : seen; // dL/dc'
  const others = multiply(joinColumns([cell, cell, cell]), byCell!);
  const kept = multiply(cell, f!);
  const c = peeps ? add(kept, peeps.backFromOld(columns(others, 0, 2 * units))) : kept;
  const sums = joinColumns([others, output]); // [batch, 4 units]
  return { sums, cell, previous: { h: matMul(sums, weightHh), c } };
}
