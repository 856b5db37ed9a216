import type { Tensor2D } from '@tensorflow/tfjs-core';
import { viewOf } from '../backend/compute';
import type { Rows } from '../kernels/rows';

/** Everything inside a layer while it read: rows, one for each time step and lane, time-major. */
export interface LayerTrace {
  /** The hidden state after each time step. */
  h: Rows;
  /** What it carries on, where that is not h: of a feed-forward layer the last inputs. */
  state?: Rows;
  /** The cell state, where the cell has one. */
  c?: Rows;
  /**
   * By name: of an LSTM input, forget, candidate, output; of a GRU reset, update, candidate; of an own cell what it
   * returns; of a deep transition its inner layers.
   */
  gates: Map<string, Rows>;
}

/** The rows of a layer by name. */
export const quantitiesOf = ({ h, c, state, gates }: LayerTrace): [string, Rows][] => [
  ...gates,
  ...(state ? [['state', state] as [string, Rows]] : []),
  ...(c ? [['c', c] as [string, Rows]] : []),
  ['h', h],
];

/** A copy of a matrix, of which the first rows are passed over. */
export function rowsOf(matrix: Tensor2D, passedOver: number): Rows {
  const [height, columns] = matrix.shape;
  const data = viewOf(matrix).slice(passedOver * columns);
  return { data, offset: 0, stride: columns, rows: height - passedOver, columns };
}
