import type { Optimiser } from './optimiser';

/**
 * Stochastic gradient descent with momentum: b = momentum b + g; w -= rate * b.
 * @see Polyak 1964; torch.optim.SGD
 */
export class Sgd implements Optimiser {
  updates = 0;
  readonly slots: ReadonlyMap<string, Float32Array>;
  private readonly velocity: Float32Array | undefined;

  constructor(
    size: number,
    private readonly momentum: number,
  ) {
    if (momentum > 0) this.velocity = new Float32Array(size);
    this.slots = new Map(this.velocity ? [['momentum_buffer', this.velocity]] : []);
  }

  update(values: Float32Array, gradient: Float32Array, learningRate: number): void {
    this.updates++;
    const { velocity, momentum } = this;
    for (let i = 0; i < values.length; i++) {
      const g = velocity ? momentum * velocity[i]! + gradient[i]! : gradient[i]!;
      if (velocity) velocity[i] = g;
      values[i]! -= learningRate * g;
    }
  }
}
