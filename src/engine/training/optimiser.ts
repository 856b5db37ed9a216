/** Moves weights against their gradient. All arrays are of one length, the parameters one after the other. */
export interface Optimiser {
  /** What it remembers of earlier updates, under PyTorch's names; filled in place when a run is resumed. */
  readonly slots: ReadonlyMap<string, Float32Array>;
  /** Updates so far. */
  updates: number;
  /** Changes the values in place. Arithmetic in double precision, rounded to float32 where it is stored. */
  update(values: Float32Array, gradient: Float32Array, learningRate: number): void;
}
