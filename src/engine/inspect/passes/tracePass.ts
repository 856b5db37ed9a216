import type { Rows } from '../../kernels/rows';
import type { LayerTrace } from '../../layers/layerTrace';

/*
 * How texts go through a model when everything inside is wanted, forward and backward. Lanes are texts, or places of one
 * text, side by side; symbols, targets and what comes of them are time-major: row t * lanes + lane. States are flat
 * (stateLayout.ts). What a call returns holds until the next call.
 */

/** Reads lanes of text. */
export interface TracePass {
  readonly lanes: number;
  /** Time steps that it reads at once, at most. */
  readonly window: number;
  /** Lets each lane begin with a state; those without one with zero. */
  begin(states: readonly (Float32Array | undefined)[]): void;
  /** Reads. @param symbols [time * lanes]; @param predicts whether logits or losses will be asked for */
  forward(symbols: Int32Array, predicts?: boolean): void;
  /** Lets the next time steps go on where the last ones ended. */
  carry(): void;
  /** [time * lanes, vocabulary] */
  logits(): Float32Array;
  /** Of every prediction, nats, [time * lanes]. */
  losses(targets: Int32Array): Float64Array;
  /** Everything inside a layer; only of a pass that keeps the gates. */
  trace(layer: number): LayerTrace;
  /** The flat state of each lane after all time steps, a copy. */
  statesAfter(): Float32Array[];
  dispose(): void;
}

/** Carries losses back. */
export interface GradientPass {
  readonly lanes: number;
  readonly window: number;
  begin(states: readonly (Float32Array | undefined)[]): void;
  /**
   * Forward and backward, of the sum of the losses of each lane from time step `from` on.
   * @param isChained whether the gradient also goes on where the newest one ended: that window comes after this one
   */
  backward(symbols: Int32Array, targets: Int32Array, from: number, isChained?: boolean): void;
  /** dL/dh and dL/dc of a layer after 1..time time steps, [time * lanes, units]. */
  gradients(layer: number): LayerGradients;
  dispose(): void;
}

/** Gradients by a layer's states. */
export interface LayerGradients {
  h: Rows;
  c?: Rows;
}
