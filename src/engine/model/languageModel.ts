import type { Parameter } from '../weights/parameters';
import type { SavedState } from '../weights/savedState';
import type { LayerTrace } from '../layers/layerTrace';

/**
 * A model that predicts the next symbol: embedding or one-hot input, recurrent layers, linear head. This is the seam
 * behind which kernels (kernelModel.ts) or tensor operations (composedModel.ts) compute.
 */
export interface LanguageModel {
  readonly parameters: Parameter[];
  /** Number of symbols. */
  readonly vocabulary: number;
  /** The weights, one after the other in the order of `parameters`, as they stand; whoever writes calls `changed`. */
  readonly values: Float32Array;
  /** Says that the weights are others now. */
  changed(): void;
  /** A reader of texts with the weights of each moment. The caller disposes it before the model. */
  reader(options: ReaderOptions): TextReader;
  dispose(): void;
}

/** How a model reads. */
export interface ReaderOptions {
  /** Texts side by side. */
  lanes: number;
  /** Time steps that it reads at once, at most. */
  window: number;
  /** Whether `trace` will be asked for. */
  keepsGates?: boolean;
}

/**
 * Reads texts side by side and carries its state along, which is zero at first. Symbols, targets and what comes of
 * them are time-major: row t * lanes + lane is time step t of a lane. What a call returns holds until the next call.
 */
export interface TextReader {
  readonly lanes: number;
  readonly window: number;
  /** What it carries along, layer by layer; a copy. */
  state: SavedState[];
  /** Begins with the zero state. */
  reset(): void;
  /**
   * Reads on and predicts.
   * @param symbols [time * lanes], at most `window` time steps
   * @param times last time steps whose predictions are wanted
   * @returns logits, [times * lanes, vocabulary]
   */
  predict(symbols: Int32Array, times?: number): Float32Array;
  /** Reads on. @returns the loss of every prediction in nats, [time * lanes] */
  measure(symbols: Int32Array, targets: Int32Array): Float64Array;
  /** Everything inside a layer during the time steps read last; only of a reader that keeps the gates. */
  trace(layer: number): LayerTrace;
  dispose(): void;
}
