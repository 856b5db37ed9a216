import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';

/** Weights of a layer by the stems of its parameters (layerParameters.ts), or the gradient by them. */
export type LayerWeights = Readonly<Record<string, Tensor>>;

/** What a layer hands from one time step to the next, or a gradient by it; each [batch, units]. */
export interface LayerState {
  /** The hidden state. */
  h: Tensor2D;
  /** The cell state, where the cell has one. */
  c?: Tensor2D;
}
