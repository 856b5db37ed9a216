import type { Optimiser } from './optimiser';

/**
 * RMSProp, epsilon outside the root.
 *
 * v = alpha v + (1 - alpha) g^2; w -= rate * g / (sqrt(v) + epsilon), with g the gradient + decay w
 * @see Tieleman, Hinton 2012; torch.optim.RMSprop
 */
export class RmsProp implements Optimiser {
  updates = 0;
  readonly slots: ReadonlyMap<string, Float32Array>;
  private readonly meanSquare: Float32Array;

  constructor(
    size: number,
    private readonly options: { alpha: number; epsilon: number; weightDecay: number },
  ) {
    this.meanSquare = new Float32Array(size);
    this.slots = new Map([['square_avg', this.meanSquare]]);
  }

  update(values: Float32Array, gradient: Float32Array, learningRate: number): void {
    this.updates++;
    const { meanSquare } = this;
    const { alpha, epsilon, weightDecay } = this.options;
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i]! + weightDecay * values[i]!;
      const v = alpha * meanSquare[i]! + (1 - alpha) * g * g;
      meanSquare[i] = v;
      values[i]! -= (learningRate * g) / (Math.sqrt(v) + epsilon);
    }
  }
}
