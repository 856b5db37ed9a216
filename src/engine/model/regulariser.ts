import { concat, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { compute, viewOf } from '../backend/compute';
import { subtract } from '../backend/operations';
import { scoped } from '../backend/scoped';
import type { LayerState, LayerWeights } from '../cells/layerState';
import type { FreeCell } from '../cells/free/freeCell';
import { tapeGradients } from '../layers/tapeGradients';

/** All time steps and lanes of one layer's window as the rows of one batch. */
export interface LayerRows {
  /** What it read, [time * batch, inputs], and the symbols of the rows where the model reads symbols. */
  x: Tensor2D;
  symbols: Int32Array | undefined;
  /** The state that each time step began with. */
  before: LayerState;
  /** dL/dh_t and dL/dc_t of the states that it ended with, in total. */
  gradient: LayerState;
}

/** The regulariser of one layer. */
export interface Regularised {
  /** The sum over all rows. */
  value: number;
  /** By the weights of the layer. The caller disposes. */
  weights: LayerWeights;
}

/**
 * The regulariser that keeps gradients alive: the sum over t of (||(dL/ds_t)(ds_t/ds_(t-1))|| / ||dL/ds_t|| - 1)^2, where
 * s is the state of the cell, h or (h, c). What is differentiated is one step's Jacobian: dL/ds_t, s_(t-1) and x_t are held
 * constant. A row whose dL/ds_t is zero says nothing and counts nothing.
 * @see Pascanu, Mikolov, Bengio 2013
 */
export function regulariser(cell: FreeCell, weights: LayerWeights, rows: LayerRows): Regularised {
  const names = Object.keys(weights);
  const found = scoped(() => {
    const direction = normalised(directGradient(cell, weights, rows));
    const wanted = names.map((name) => weights[name]!);
    let value = 0;
    const carried = () => carriedBack(cell, weights, rows, direction);
    const by = scoped(() => {
      const { gradient, sum } = ofNorms(carried(), direction);
      value = sum;
      return gradient;
    });
    return { value, gradients: tapeGradients(carried, wanted, by) };
  });
  return { value: found.value, weights: Object.fromEntries(names.map((name, i) => [name, found.gradients[i]!])) };
}

/** Whether a regulariser can act on a cell: only where a time step depends on the one before it. */
export const isRegularised = ({ isRecurrent }: FreeCell): boolean => isRecurrent;

/**
 * dL/ds_t as the next time steps and the output ask for it, [rows, h and c]: of c without the part that goes through h of
 * the same time step, which the Jacobian has itself.
 */
function directGradient(cell: FreeCell, weights: LayerWeights, rows: LayerRows): Tensor2D {
  const { h, c } = rows.gradient;
  if (!c) return h;
  const wanted: Tensor2D[] = [rows.before.h];
  const [, throughH] = tapeGradients(
    () => {
      const state = stepOf(cell, weights, rows);
      wanted.push(state.c!);
      return state.h;
    },
    wanted,
    h,
  );
  return concat([h, subtract(c, throughH!)], 1);
}

/** (dL/ds_t)(ds_t/ds_(t-1)), [rows, h and c], differentiable by the weights. */
function carriedBack(cell: FreeCell, weights: LayerWeights, rows: LayerRows, direction: Tensor2D): Tensor2D {
  const { h, c } = rows.before;
  const gradients = tapeGradients(
    () => {
      const state = stepOf(cell, weights, rows);
      return state.c ? concat([state.h, state.c], 1) : state.h;
    },
    c ? [h, c] : [h],
    direction,
  );
  return c ? concat(gradients, 1) : gradients[0]!;
}

function stepOf(cell: FreeCell, weights: LayerWeights, { x, symbols, before }: LayerRows): LayerState {
  const bound = cell.bind(weights);
  return bound.step(bound.read(x, symbols).sums, before, 0).state;
}

/** Rows of length 1, or of zeros. */
function normalised(gradient: Tensor2D): Tensor2D {
  const [height, width] = gradient.shape;
  return compute([gradient], [height, width], ([values], output) => {
    for (let row = 0; row < height; row++) {
      const norm = normOfRow(values!, row * width, width);
      for (let i = row * width; i < (row + 1) * width; i++) output[i] = norm > 0 ? values![i]! / norm : 0;
    }
  });
}

/** The sum of (||u|| - 1)^2 over the rows u with a direction, and its gradient by them. */
function ofNorms(carried: Tensor2D, direction: Tensor2D): { sum: number; gradient: Tensor2D } {
  const [height, width] = carried.shape;
  const directions = viewOf(direction).slice();
  let sum = 0;
  const gradient = compute<Tensor2D>([carried], [height, width], ([values], output) => {
    for (let row = 0; row < height; row++) {
      const start = row * width;
      const isCounted = normOfRow(directions, start, width) > 0;
      const norm = normOfRow(values!, start, width);
      if (isCounted) sum += (norm - 1) ** 2;
      const factor = isCounted && norm > 0 ? (2 * (norm - 1)) / norm : 0;
      for (let i = start; i < start + width; i++) output[i] = factor * values![i]!;
    }
  });
  return { sum, gradient };
}

function normOfRow(values: ArrayLike<number>, start: number, width: number): number {
  let sum = 0;
  for (let i = start; i < start + width; i++) sum += values[i]! * values[i]!;
  return Math.sqrt(sum);
}

/** Releases the gradient of a regulariser. */
export const disposeGradient = (weights: LayerWeights): void =>
  Object.values(weights).forEach((each: Tensor) => each.dispose());
