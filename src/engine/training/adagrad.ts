import type { Optimiser } from './optimiser';

/**
 * Adagrad, epsilon outside the root.
 *
 * s += g^2; w -= rate * g / (sqrt(s) + epsilon), with g the gradient + decay w
 * @see Duchi, Hazan, Singer 2011; torch.optim.Adagrad
 */
export class Adagrad implements Optimiser {
  updates = 0;
  readonly slots: ReadonlyMap<string, Float32Array>;
  private readonly sum: Float32Array;

  constructor(
    size: number,
    private readonly options: { epsilon: number; weightDecay: number },
  ) {
    this.sum = new Float32Array(size);
    this.slots = new Map([['sum', this.sum]]);
  }

  update(values: Float32Array, gradient: Float32Array, learningRate: number): void {
    this.updates++;
    const { sum } = this;
    const { epsilon, weightDecay } = this.options;
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i]! + weightDecay * values[i]!;
      const s = sum[i]! + g * g;
      sum[i] = s;
      values[i]! -= (learningRate * g) / (Math.sqrt(s) + epsilon);
    }
  }
}
