import type { Optimiser } from './optimiser';

/**
 * Adam, bias-corrected, epsilon outside the root.
 *
 * m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon)
 * @see Kingma, Ba 2015; torch.optim.Adam
 */
export class Adam implements Optimiser {
  updates = 0;
  readonly slots: ReadonlyMap<string, Float32Array>;
  private readonly mean: Float32Array;
  private readonly meanSquare: Float32Array;

  constructor(
    size: number,
    private readonly betas: readonly [number, number],
    private readonly epsilon: number,
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
    const { mean, meanSquare, epsilon } = this;
    const [beta1, beta2] = this.betas;
    const rate = learningRate / (1 - beta1 ** this.updates);
    const correction = Math.sqrt(1 - beta2 ** this.updates);
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i]!;
      const m = beta1 * mean[i]! + (1 - beta1) * g;
      const v = beta2 * meanSquare[i]! + (1 - beta2) * g * g;
      mean[i] = m;
      meanSquare[i] = v;
      values[i]! -= (rate * m) / (Math.sqrt(v) / correction + epsilon);
    }
  }
}
