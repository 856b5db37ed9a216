import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { CellShape } from './cellShape';
import type { LayerState, LayerWeights } from './layerState';

/** One time step forward. */
export interface Step {
  state: LayerState;
  /** What the backward pass needs, [batch, units] each, in the order of the cell's `keeps`. */
  kept: Tensor2D[];
}

/** A whole window as its backward pass sees it: the rows of all time steps below each other, [time * batch, units]. */
export interface Trace {
  /** The state that each time step began with. */
  previous: LayerState;
  /** The hidden state that each time step ended with, and the cell state likewise. */
  h: Tensor2D;
  c?: Tensor2D;
  kept: Tensor2D[];
}

/** One time step backward. */
export interface StepGradient {
  /** By the sums before the gates, through the input's share of them, [batch, gates * units]. */
  sums: Tensor2D;
  /** The same through the hidden state's share, where that is another. */
  recurrent?: Tensor2D;
  /** By the state that the time step began with, as far as this time step carries it. */
  previous: LayerState;
  /** By the cell state that the time step ended with, in total. */
  cell?: Tensor2D;
}

/** A recurrent cell: one time step forward and backward. It knows no batch size, file or optimiser. */
export interface Cell extends CellShape {
  /** What is added to the input's product at every time step, [gates * units]. The caller disposes. */
  inputBias(weights: LayerWeights): Tensor1D;
  /** Makes ready what every time step uses. */
  bind(weights: LayerWeights): BoundCell;
  /**
   * Elementwise slopes that do not depend on the loss, computed for all time steps at once.
   * @returns matrices of time * batch rows, of which stepBack sees those of its time step. Some may be those of the
   * trace: called inside tidy, which disposes the others.
   */
  slopes(trace: Trace): Tensor2D[];
  /**
   * The gradient by weightHh, one long product over all time steps.
   * @param recurrent gradient by the hidden state's share of the sums, [time * batch, gates * units]
   * @returns [gates * units, units]; called inside tidy
   */
  weightGradient(trace: Trace, recurrent: Tensor2D): Tensor2D;
  /**
   * The gradient by the weights that only this cell has, by their stems.
   * @param sums gradient by the sums before the gates, [time * batch, gates * units]
   */
  ownGradient?(trace: Trace, sums: Tensor2D): LayerWeights;
}

/** A cell with its weights. Steps are called inside tidy: what they do not return is disposed there. */
export interface BoundCell {
  /**
   * One time step.
   * @param sums the input's share of the sums before the gates, bias included, [batch, gates * units]
   */
  step(sums: Tensor2D, previous: LayerState): Step;
  /**
   * One time step backward.
   * @param gradient by the state that the time step ended with; c only as carried from the next time step, if any
   * @param slopes of this time step
   */
  stepBack(gradient: LayerState, slopes: Tensor2D[]): StepGradient;
  dispose(): void;
}
