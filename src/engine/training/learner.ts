import type { WindowOfText } from '../tasks/languageModel/windowCursor';
import type { LanguageModel } from '../model/languageModel';
import type { SavedState } from '../weights/savedState';
import type { LayerNorms } from '../layers/window';
import type { Clipping } from './clip';

/**
 * A model that learns by truncated backpropagation through time, exact within a window: the model's side of training.
 * A window is learned in two calls, so that whoever trains can see the gradient's norm before anything changes.
 */
export interface Learner {
  readonly model: LanguageModel;
  /** What the optimiser remembers, under PyTorch's names; filled in place when a run is resumed. */
  readonly slots: ReadonlyMap<string, Float32Array>;
  /** Updates that the optimiser has made. */
  updates: number;
  /** The state that the next window begins with, layer by layer; a copy. */
  state: SavedState[];
  /** Lets the next window begin with the zero state. */
  reset(): void;
  /** Forward and backward through one window; neither weights nor state change. */
  learn(window: WindowOfText, wanted: { profile: boolean; reach: boolean }): Learned;
  /**
   * The gradient of the window learned last, and the same computed again by one thread. Absent where nothing is to be
   * learned from that: tensor operations have no thread of their own choice, and a person's cell may draw numbers.
   */
  learnAgain?(window: WindowOfText): { first: Float32Array; again: Float32Array };
  /** Where in the gradient of the window learned last the first number stands that is not finite; -1 without one. */
  firstNotFinite(): number;
  /** L2 norm of that gradient, of which each number counts as at most `limit`. */
  limitedNorm(limit: number): number;
  /** Puts another gradient of the training loss in its place. */
  replaceGradient(gradient: Float32Array): void;
  /** Updates the weights by that gradient, clipped, and carries the state on. */
  update(learningRate: number, clipping: Clipping): void;
  /** Carries the state on and leaves the weights and the optimiser as they are. */
  skip(): void;
  /** Releases the learner and its model. */
  dispose(): void;
}

/** What one window gives. */
export interface Learned {
  /** Mean over batch and counted time steps, nats a symbol. */
  loss: number;
  /** L2 norm of the whole gradient of the training loss; not finite where any of its numbers is not. */
  gradientNorm: number;
  /** The regulariser, without its coefficient: the mean over the batch; where there is one. */
  regulariser?: number;
  /** Of the summed loss of one sequence, by layer; where wanted. */
  profile?: LayerNorms[];
  /** Of the last time step's loss alone, by layer; where wanted. */
  ofLast?: LayerNorms[];
}
