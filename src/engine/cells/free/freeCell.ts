import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LayerState, LayerWeights } from '../layerState';
import type { LayerParameter } from '../layerParameter';

/**
 * A recurrent cell as ordinary differentiable code: h_t = f(h_(t-1), x_t; theta). TensorFlow.js finds its gradients. It
 * knows no batch size, file or optimiser.
 */
export interface FreeCell {
  readonly parameters: readonly LayerParameter[];
  readonly hasCellState: boolean;
  /** Whether a time step depends on the one before it; where none does, all are computed at once. */
  readonly isRecurrent: boolean;
  /** What can be seen inside beside h and c, in the order of the equations, by name, and how many numbers it has. */
  readonly quantities: readonly FreeQuantity[];
  /** Makes ready what every time step uses. Called inside tidy, as what it returns is. */
  bind(weights: LayerWeights): BoundFreeCell;
}

/** A named quantity of a cell. */
export interface FreeQuantity {
  name: string;
  width: number;
  /** Whether it lies between 0 and 1. */
  isGate: boolean;
}

/** What a cell takes from the input alone. */
export interface FreeRead {
  /** [rows, n] */
  sums: Tensor2D;
  /** Quantities that need no state, by name. */
  quantities: Readonly<Record<string, Tensor2D>>;
}

/** One time step. */
export interface FreeStep {
  state: LayerState;
  /** By name, those that `read` has not given. */
  quantities: Readonly<Record<string, Tensor2D>>;
}

/** A cell with its weights. */
export interface BoundFreeCell {
  /**
   * The part that does not depend on the state, of any rows at once: of all time steps, or of all symbols.
   * @param symbols those of the rows, where the model reads symbols
   */
  read(x: Tensor2D, symbols: Int32Array | undefined): FreeRead;
  /**
   * One time step.
   * @param sums those rows of `read` that the lanes read now
   * @param t the time step's number in its window, from 0, for errors
   */
  step(sums: Tensor2D, before: LayerState, t: number): FreeStep;
}
