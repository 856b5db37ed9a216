import type { Optimiser } from './optimiser';

/** The numbers of Adam. */
export interface AdamOptions {
  betas: readonly [number, number];
  epsilon: number;
  weightDecay: number;
}

/**
 * Adam, bias-corrected, epsilon outside the root.
 *
 * m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon)
 * with g the gradient + decay w; or, AdamW, with g the gradient and w *= 1 - rate decay before.
 * @see Kingma, Ba 2015; Loshchilov, Hutter 2019; torch.optim.Adam, torch.optim.AdamW
 */
export class Adam implements Optimiser {
  updates = 0;
  readonly slots: ReadonlyMap<string, Float32Array>;
  private readonly mean: Float32Array;
  private readonly meanSquare: Float32Array;

  /** @param isDecayApart whether the weight decay leaves the moments alone: AdamW */
  constructor(
    size: number,
    private readonly options: AdamOptions,
    private readonly isDecayApart = false,
  ) {
    this.mean = new Float32Array(size);
    this.meanSquare = new Float32Array(size);
    this.slots = new Map([
      ['exp_avg', this.mean],
      ['exp_avg_sq', this.meanSquare],
    ]);
  }

  update(values: Float32Array, gradient: Float32Array, learningRate: number): void {
    this.updates++;
    const { mean, meanSquare } = this;
    const { betas, epsilon, weightDecay } = this.options;
    const [beta1, beta2] = betas;
    const [decay, kept] = this.isDecayApart ? [0, 1 - learningRate * weightDecay] : [weightDecay, 1];
    const rate = learningRate / (1 - beta1 ** this.updates);
    const correction = Math.sqrt(1 - beta2 ** this.updates);
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i]! + decay * values[i]!;
      const m = beta1 * mean[i]! + (1 - beta1) * g;
      const v = beta2 * meanSquare[i]! + (1 - beta2) * g * g;
      mean[i] = m;
      meanSquare[i] = v;
      values[i] = kept * values[i]! - (rate * m) / (Math.sqrt(v) / correction + epsilon);
    }
  }
}
