import type { Optimiser } from './optimiser';

/** The numbers of gradient descent. */
export interface SgdOptions {
  momentum: number;
  nesterov: boolean;
  weightDecay: number;
}

/**
 * Stochastic gradient descent: w -= rate * g, with g the gradient + decay w; with momentum: b = momentum b + g,
 * w -= rate * b; Nesterov: w -= rate * (g + momentum b).
 * @see Polyak 1964; Nesterov 1983; Sutskever et al. 2013; torch.optim.SGD
 */
export class Sgd implements Optimiser {
  updates = 0;
  readonly slots: ReadonlyMap<string, Float32Array>;
  private readonly velocity: Float32Array | undefined;

  constructor(
    size: number,
    private readonly options: SgdOptions,
  ) {
    if (options.momentum > 0) this.velocity = new Float32Array(size);
    this.slots = new Map(this.velocity ? [['momentum_buffer', this.velocity]] : []);
  }

  update(values: Float32Array, gradient: Float32Array, learningRate: number): void {
    this.updates++;
    const { weightDecay } = this.options;
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i]! + weightDecay * values[i]!;
      values[i]! -= learningRate * (this.velocity ? this.driven(this.velocity, i, g) : g);
    }
  }

  /** The gradient with what goes on of earlier ones. */
  private driven(velocity: Float32Array, i: number, g: number): number {
    const { momentum, nesterov } = this.options;
    const v = momentum * velocity[i]! + g;
    velocity[i] = v;
    return nesterov ? g + momentum * v : v;
  }
}
