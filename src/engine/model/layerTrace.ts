import type { Rows } from '../kernels/rows';

/** Everything inside a layer while it read: rows of its units, one for each time step and lane, time-major. */
export interface LayerTrace {
  /** The hidden state after each time step. */
  h: Rows;
  /** The cell state, where the cell has one. */
  c?: Rows;
  /** By name: of an LSTM input, forget, candidate, output; of a GRU reset, update, candidate. */
  gates: Map<string, Rows>;
}
