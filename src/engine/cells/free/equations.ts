import { add, mul, split, sub, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { affine, flip, product, sigmoid, tanh } from '../../backend/differentiable';
import { tensorsOf } from '../torchWeights';
import type { LayerState, LayerWeights } from '../layerState';
import { layerParameters } from '../layerParameters';
import { activations } from './activations';
import type { BoundFreeCell, FreeCell, FreeStep } from './freeCell';
import type { LayerPlace } from '../layerPlace';
import type { DerivedLayer } from './freeLayer';

/**
 * The cells whose backward passes are derived by hand, once more as plain equations: what can be differentiated any
 * number of times, and a second opinion on those derivations.
 */
export function equationsOf(layer: DerivedLayer, place: LayerPlace): FreeCell {
  return {
    parameters: layerParameters(layer, place),
    hasCellState: layer.cell === 'lstm',
    isRecurrent: true,
    quantities: [],
    bind: (weights) => bind(layer, weights),
  };
}

function bind(layer: DerivedLayer, weights: LayerWeights): BoundFreeCell {
  const { weightIh, weightHh, biasIh, biasHh } = tensorsOf(weights);
  const [inputs, states] = [flip(weightIh), flip(weightHh)];
  const ofState = (h: Tensor2D) => affine(h, states, biasHh);
  return {
    read: (x) => ({ sums: affine(x, inputs, biasIh), quantities: {} }),
    step: (sums, before) => ({ state: next(layer, sums, before, ofState, states, weights), quantities: {} }),
  };
}

function next(
  layer: DerivedLayer,
  sums: Tensor2D,
  before: LayerState,
  ofState: (h: Tensor2D) => Tensor2D,
  states: Tensor2D,
  weights: LayerWeights,
): FreeStep['state'] {
  const { h, c } = before;
  switch (layer.cell) {
    case 'elman':
      return { h: activations[layer.activation](add(sums, ofState(h))) };
    case 'lstm':
      return lstm(layer, add(sums, ofState(h)), c!, weights['weight_ch']);
    case 'gru':
      return {
        h: layer.reset === 'after' ? gruAfter(layer, sums, ofState(h), h) : gruBefore(layer, sums, h, states, weights),
      };
  }
}

type Lstm = Extract<DerivedLayer, { cell: 'lstm' }>;

/**
 * c' = f c + i g; h' = o tanh(c'); with peepholes i and f see c, and o sees c'.
 * @param sums of i, f, g, o, [rows, 4 units]
 * @param peepholes of i, f, o below each other, [3 units] or [3 units, units]
 */
function lstm({ candidate }: Lstm, sums: Tensor2D, c: Tensor2D, peepholes: Tensor | undefined): LayerState {
  const [i, f, g, o] = split(sums, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
  const [ofI, ofF, ofO] = peepholes ? split(peepholes, 3) : [];
  const gate = (of: Tensor2D, seen: Tensor2D, by: Tensor | undefined) => sigmoid(by ? add(of, peep(seen, by)) : of);
  const squashed = candidate === 'tanh' ? tanh(g) : sigmoid(g);
  const cell: Tensor2D = add(mul(gate(f, c, ofF), c), mul(gate(i, c, ofI), squashed));
  return { c: cell, h: mul(gate(o, cell, ofO), tanh(cell)) };
}

/** What a gate sees of the cell state: of its own unit, or of all. */
const peep = (c: Tensor2D, by: Tensor): Tensor => (by.rank === 1 ? mul(c, by) : product(c, flip(by as Tensor2D)));

type Gru = Extract<DerivedLayer, { cell: 'gru' }>;

/** n = tanh(x_n + r (W_hn h + b_hn)). */
function gruAfter(layer: Gru, ofInput: Tensor2D, ofState: Tensor2D, h: Tensor2D): Tensor2D {
  const [xr, xz, xn] = split(ofInput, 3, 1);
  const [hr, hz, hn] = split(ofState, 3, 1);
  return mix(layer, sigmoid(add(xz!, hz!)), tanh(add(xn!, mul(sigmoid(add(xr!, hr!)), hn!))), h);
}

/** n = tanh(x_n + W_hn (r h) + b_hn). */
function gruBefore(layer: Gru, ofInput: Tensor2D, h: Tensor2D, states: Tensor2D, weights: LayerWeights): Tensor2D {
  const [toR, toZ, toN] = split(states, 3, 1) as [Tensor2D, Tensor2D, Tensor2D];
  const [r, z, n] = split(add(ofInput, tensorsOf(weights).biasHh), 3, 1) as [Tensor2D, Tensor2D, Tensor2D];
  const reset = sigmoid(add(r, product(h, toR)));
  const candidate = tanh(add(n, product(mul(reset, h), toN)));
  return mix(layer, sigmoid(add(z, product(h, toZ))), candidate, h);
}

function mix({ update }: Gru, z: Tensor, n: Tensor, h: Tensor): Tensor2D {
  const [old, fresh] = update === 'keep' ? [h, n] : [n, h];
  return add(mul(z, old!), mul(sub(1, z), fresh!));
}
