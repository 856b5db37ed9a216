import type { Kernels } from './kernels';
import type { NetworkShape } from './shape';

/** What a pass needs of its network. */
export interface PassNetwork {
  readonly kernels: Kernels;
  readonly shape: NetworkShape;
  /** Where it lies in the kernels' memory. */
  readonly address: number;
  readonly isReadOnly: boolean;
}

/** What a pass keeps besides hidden states; gradients, of whatever kind, bring the gates along. */
export interface Keep {
  gates?: boolean;
  gradients?: boolean;
  reach?: boolean;
  stateGradients?: boolean;
  /** Room for dropout between layers. */
  dropout?: boolean;
}

/** What a backward pass is asked for beyond the gradients by features and initial states. */
export interface Want {
  norms?: boolean;
  /** Of the loss of the last time step alone; leaves the gates as they are. */
  lastOnly?: boolean;
  stateGradients?: boolean;
  /** By the weights, which uses up the gates. */
  weights?: boolean;
  /** Goes on where the newest backward pass ended: this window comes before that one's. */
  chained?: boolean;
  /**
   * Lanes are windows of one text that follow each other: the gradients of each are of its own losses and the next one's.
   * Only with stateGradients, without weights and lastOnly.
   */
  nextLane?: boolean;
}

/** What a learning step is asked for beyond the loss and the gradients by initial states. */
export interface LearnWant {
  norms?: boolean;
  /** The norms of the last loss alone, too; not together with `chained`. */
  reach?: boolean;
  stateGradients?: boolean;
  /** By the weights; true where it is not said. */
  weights?: boolean;
  /** Goes on where the newest backward pass ended: this window comes before that one's. */
  chained?: boolean;
  /** The window learned last once more, by one thread: what it gives is to be the same. */
  alone?: boolean;
}

/** The state of a layer, [batch, units] each, without gaps. */
export interface LayerStates {
  h: Float32Array;
  c?: Float32Array;
}

/** Norms of the gradients by the states after t = 0..time time steps; see LayerNorms of model/window.ts. */
export interface KernelNorms {
  total: Float64Array;
  carried: Float64Array;
  local: Float64Array;
  cell?: Float64Array;
}

/** What is to be kept with what that needs. */
export function withNeeds(keep: Keep): Keep {
  const isBackward = keep.gradients || keep.reach || keep.stateGradients;
  return { ...keep, gates: keep.gates || isBackward, gradients: isBackward };
}
