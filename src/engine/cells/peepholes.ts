import { reshape, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { columns, joinColumns, joinRows, rows, sumRows, transpose } from '../backend/arrange';
import { add, matMul, multiply } from '../backend/operations';
import { transposedProduct } from '../backend/transposedProduct';
import type { LayerWeights } from './layerState';
import type { Trace } from './cell';

/** What the gates of an LSTM see of the cell state: nothing, that of their own unit, or that of all units. */
export type Peephole = 'none' | 'diagonal' | 'full';

/**
 * Peephole weights made ready: what the cell state adds to the sums before the gates, and back. The input and the
 * forget gate see the old cell state, the output gate the new one.
 * @see Gers & Schmidhuber 2000 (diagonal)
 */
export interface BoundPeepholes {
  /** @returns what the old cell state, [batch, units], adds to a_i and a_f, [batch, 2 units] */
  ofOld(c: Tensor2D): Tensor2D;
  /** @returns what the new cell state adds to a_o, [batch, units] */
  ofNew(c: Tensor2D): Tensor2D;
  /** @param sums gradient by a_i and a_f @returns what the old cell state gets of it */
  backFromOld(sums: Tensor2D): Tensor2D;
  /** @param sums gradient by a_o @returns what the new cell state gets of it */
  backFromNew(sums: Tensor2D): Tensor2D;
  dispose(): void;
}

/** @param weights of a layer; weight_ch: rows i, f, o, [3 units] or [3 units, units] */
export function bindPeepholes(peephole: Peephole, weights: LayerWeights): BoundPeepholes | undefined {
  if (peephole === 'none') return undefined;
  return peephole === 'full'
    ? bindFull(weights['weight_ch'] as Tensor2D)
    : bindDiagonal(weights['weight_ch'] as Tensor1D);
}

function bindFull(weights: Tensor2D): BoundPeepholes {
  const units = weights.shape[1];
  const [old, next] = [rows(weights, 0, 2 * units), rows(weights, 2 * units, units)];
  const [oldTransposed, nextTransposed] = [transpose(old), transpose(next)];
  return {
    ofOld: (c) => matMul(c, oldTransposed),
    ofNew: (c) => matMul(c, nextTransposed),
    backFromOld: (sums) => matMul(sums, old),
    backFromNew: (sums) => matMul(sums, next),
    dispose: () => [old, next, oldTransposed, nextTransposed].forEach((matrix) => matrix.dispose()),
  };
}

function bindDiagonal(weights: Tensor1D): BoundPeepholes {
  const units = weights.shape[0] / 3;
  const asRow = reshape(weights, [1, 3 * units]) as Tensor2D;
  const [i, f, o] = [0, 1, 2].map((gate) => columns(asRow, gate * units, units)) as [Tensor2D, Tensor2D, Tensor2D];
  asRow.dispose();
  return {
    ofOld: (c) => joinColumns([multiply(c, i), multiply(c, f)]),
    ofNew: (c) => multiply(c, o),
    backFromOld: (sums) => add(multiply(columns(sums, 0, units), i), multiply(columns(sums, units, units), f)),
    backFromNew: (sums) => multiply(sums, o),
    dispose: () => [i, f, o].forEach((row) => row.dispose()),
  };
}

/**
 * The gradient by the peephole weights.
 * @param sums gradient by the sums before the gates, [time * batch, 4 units]
 */
export function peepholeGradient(peephole: Peephole, { previous, c }: Trace, sums: Tensor2D): LayerWeights {
  if (peephole === 'none') return {};
  const units = c!.shape[1];
  const [i, f, o] = [0, 1, 3].map((gate) => columns(sums, gate * units, units)) as [Tensor2D, Tensor2D, Tensor2D];
  const pairs = [[i, previous.c!] as const, [f, previous.c!] as const, [o, c!] as const];
  if (peephole === 'full') return { weight_ch: joinRows(pairs.map(([slope, seen]) => transposedProduct(slope, seen))) };
  return { weight_ch: sumRows(joinColumns(pairs.map(([slope, seen]) => multiply(slope, seen)))) };
}
