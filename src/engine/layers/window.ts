import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Layer } from '../../protocol/experiment';
import type { LayerState, LayerWeights } from '../cells/layerState';
import type { LayerPlace } from '../cells/layerPlace';
import type { LayerTrace } from './layerTrace';
import type { MaskDraw } from '../kernels/dropout';

/*
 * The seam between tensors and whatever carries a window through recurrent layers, forward and backward.
 *
 * A RecurrentWindow is a stack of one or more layers with its weights made ready. The one composed of tensor
 * operations is layerWindow.ts (one layer), put together by stackedWindow.ts; the one that kernels carry is
 * kernelWindow.ts. Either can stand for single layers, so that a stack may mix them, or for a whole stack. What it keeps
 * for its backward pass is its own affair: a list of tensors, the tape.
 *
 * Axes: time and batch are one axis of rows, time-major: row t * batch + lane is time step t of a lane. Gradients are
 * of whatever sum outputGradient belongs to: nothing is scaled on this side of the seam.
 */

/** Weights of a stack, or the gradient by them. */
export interface StackWeights {
  /** Learned vectors of the symbols, [vocabulary, features]; without them symbols enter one-hot. */
  embedding?: Tensor2D;
  layers: LayerWeights[];
}

/** What the first layer reads: symbols, [time * batch], or features, [time * batch, features]. */
export type WindowInput = Int32Array | Tensor2D;

/** A window after its forward pass. */
export interface WindowPass {
  input: WindowInput;
  batch: number;
  /** The symbols that the stack reads, [time * batch], where it reads symbols: also for layers that read features. */
  symbols?: Int32Array;
  /** By what the masks of dropout between layers are drawn; missing: nothing is dropped. */
  masks?: MaskDraw;
  /** The hidden states of the last layer after each time step, [time * batch, units]. */
  output: Tensor2D;
  /** What stateAfter and backward need; empty of what only backward needs where that was not asked for. */
  tape: Tensor2D[];
  /** What backward finds ready beside the tape; without it, it computes that once more. */
  kept?: Kept;
}

/** What a window keeps of a pass beside tensors; released with it. */
export interface Kept {
  dispose(): void;
}

/** What the windows that another one is put together of keep. */
export class KeptByParts implements Kept {
  constructor(readonly parts: (Kept | undefined)[]) {}

  dispose(): void {
    this.parts.forEach((part) => part?.dispose());
  }
}

/** What a backward pass is asked for beyond the gradients by features and initial state. */
export interface Wanted {
  weights: boolean;
  norms: boolean;
  /** The gradients by the states after each time step. */
  states?: boolean;
}

/** What a backward pass gives. The caller disposes all tensors. */
export interface WindowGradient {
  /** Where wanted. */
  weights?: StackWeights;
  /** Where the input was features, [time * batch, features]. */
  input?: Tensor2D;
  /** By the state that each layer began with. */
  initial: LayerState[];
  /** Where wanted; layer by layer. */
  norms?: LayerNorms[];
  /**
   * Where wanted, layer by layer: dL/dh_t and dL/dc_t, t = 1..time, in total, [time * batch, units] each; of a
   * feed-forward layer by its inputs x_t, [time * batch, inputs].
   */
  states?: LayerState[];
}

/**
 * Norms of the gradients by the states after t = 0..time time steps, each [time + 1]: L2 over units, then root mean
 * square over the batch. t = 0 is the state that the window began with.
 */
export interface LayerNorms {
  /** ||dL/dh_t||. */
  total: Float32Array;
  /** Its part through h_(t+1) of the same layer; 0 at the end. */
  carried: Float32Array;
  /** Its part through the output at t, read by the head or the layer above; 0 at t = 0. */
  local: Float32Array;
  /** ||dL/dc_t||, total, where the cell has a cell state. */
  cell?: Float32Array;
}

/** What a pass keeps: what leads on to the next one; with it what can be seen inside; with that what backward needs. */
export type Keeps = 'states' | 'traces' | 'gradients';

/** A stack of recurrent layers with its weights; see above. */
export interface RecurrentWindow {
  /** Length of the tape of a pass. */
  tapeLength(keeps: Keeps): number;
  /**
   * Carries a window forward. Exact for any batch and any number of time steps.
   * @param initial the state that each layer begins with, [batch, units]
   * @param masks by what the masks of dropout between layers are drawn, where it is for learning
   * @param symbols what the stack reads, where this is not its first layer
   * @returns a pass whose output and tape the caller disposes (disposePass)
   */
  forward(input: WindowInput, initial: LayerState[], keeps: Keeps, masks?: MaskDraw, symbols?: Int32Array): WindowPass;
  /** The state of each layer after `time` time steps. The caller disposes. */
  stateAfter(pass: WindowPass, time: number): LayerState[];
  /**
   * Carries a gradient backward through a pass; may be called more than once for one pass.
   * @param outputGradient by the output of the pass, of its shape
   * @param final by the state of each layer at the end, as a window after this one carries it back
   */
  backward(pass: WindowPass, outputGradient: Tensor2D, wanted: Wanted, final?: LayerState[]): WindowGradient;
  /** What each layer has read in a pass; views, which are the pass's. */
  inputsOf(pass: WindowPass): WindowInput[];
  /** What can be seen of each layer in a pass for which it was kept; copies. */
  traces(pass: WindowPass): LayerTrace[];
  /** Releases what was made ready of the weights; the weights themselves stay the caller's. */
  dispose(): void;
}

/**
 * Makes a recurrent window of some layers with their weights: what stands behind the seam.
 * @param place of the stack
 */
export type MakeWindow = (layers: Layer[], weights: StackWeights, place: LayerPlace) => RecurrentWindow;

/** The symbols that the first layer of a stack reads, or those that its later layers are told. */
export const symbolsOf = (input: WindowInput, told?: Int32Array): Int32Array | undefined =>
  input instanceof Int32Array ? input : told;

/** Number of time steps of a pass. */
export const timeOf = ({ output, batch }: WindowPass): number => output.shape[0] / batch;

/** Releases a pass. */
export function disposePass({ output, tape, kept }: WindowPass): void {
  kept?.dispose();
  output.dispose();
  tape.forEach((tensor) => tensor.dispose());
}

/** Releases states. */
export function disposeStates(states: LayerState[]): void {
  for (const { h, c } of states) {
    h.dispose();
    c?.dispose();
  }
}
