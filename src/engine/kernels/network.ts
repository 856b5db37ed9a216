import { networkArrays, optimisers } from './codes';
import type { Kernels, Region } from './kernels';
import { KernelPass } from './pass';
import type { Keep } from './passTypes';
import { encodeShape, type NetworkShape } from './shape';

/** An optimiser with its numbers; without `decay` there is no weight decay. */
export type KernelOptimiser = { decay?: number } & (
  | { name: 'sgd'; momentum: number }
  | { name: 'nesterov'; momentum: number }
  | { name: 'rmsprop'; alpha: number; epsilon: number }
  | { name: 'adam' | 'adamw'; betas: readonly [number, number]; epsilon: number }
  | { name: 'adagrad'; epsilon: number }
);

/** One update: what the gradient is multiplied with, and how large each number of it may then be. */
export interface KernelStep {
  rate: number;
  scale: number;
  /** Clipping by value; without it numbers stay as they are. */
  limit?: number;
  /** The number of the update, from 1. */
  update: number;
}

/**
 * Recurrent layers with what feeds them and, where they predict, a head, in the memory of kernels. The arrays are
 * PyTorch's, one after the other without gaps: embedding, layer by layer weight_ih, weight_hh, bias_ih, bias_hh, then
 * the head's weight and bias.
 */
export class KernelNetwork {
  /** Views of the kernels' memory; after writing call changed(). */
  readonly values: Float32Array;
  /** Of the newest backward pass with weights: by the sum of the losses. Empty where the network is read only. */
  readonly gradient: Float32Array;
  /** What the optimiser remembers. */
  readonly slots: Float32Array[];
  private readonly region: Region;
  private readonly passes = new Set<KernelPass>();
  private isDisposed = false;

  /**
   * @param slots arrays that the optimiser remembers, 0 to 2; -1: the network is read only and has no gradient
   * @throws UserError where it is too large
   */
  constructor(
    readonly kernels: Kernels,
    readonly shape: NetworkShape,
    slots: number,
  ) {
    if (![-1, 0, 1, 2].includes(slots)) throw new RangeError(`${slots} slots`);
    this.region = createNetwork(kernels, encodeShape(shape), slots);
    const size = this.call('network_size');
    const floats = (which: number) => this.region.floats(this.call('network_array', which), size);
    const { values, gradient, slot0, slot1 } = networkArrays;
    this.values = floats(values);
    this.gradient = slots < 0 ? new Float32Array(0) : floats(gradient);
    this.slots = [slot0, slot1].slice(0, Math.max(0, slots)).map(floats);
  }

  get address(): number {
    if (this.isDisposed) throw new Error('the network is disposed of');
    return this.region.address;
  }

  get isReadOnly(): boolean {
    return this.gradient.length === 0;
  }

  /** To be called after `values` were written. */
  changed(): void {
    this.call('network_prepare');
  }

  /**
   * A window of the network for a batch of lanes.
   * @param window the most time steps that it can hold
   * @throws UserError where it is too large
   */
  pass(batch: number, window: number, keep: Keep): KernelPass {
    const pass = new KernelPass(this, batch, window, keep, () => this.passes.delete(pass));
    this.passes.add(pass);
    return pass;
  }

  /** The squared L2 norm of the gradient. @param limit what each number of it counts as at most */
  squareNorm(limit = Infinity): number {
    this.checkLearns(0);
    return this.call('network_square_norm', limit);
  }

  /** One update of the values. */
  update(optimiser: KernelOptimiser, { rate, scale, limit = Infinity, update }: KernelStep): void {
    const { slots, numbers } = encodeOptimiser(optimiser);
    this.checkLearns(slots);
    if (!Number.isSafeInteger(update) || update < 1) throw new RangeError(`update ${update}`);
    const { name, decay = 0 } = optimiser;
    this.call('network_update', optimisers[name], rate, scale, limit, decay, ...numbers, update);
  }

  /** Releases the network and its passes. */
  dispose(): void {
    if (this.isDisposed) return;
    for (const pass of [...this.passes]) pass.dispose();
    this.isDisposed = true;
    this.kernels.free(this.region);
  }

  private call(name: Parameters<Kernels['call']>[0], ...parameters: number[]): number {
    return this.kernels.call(name, this.address, ...parameters);
  }

  private checkLearns(slots: number): void {
    if (this.isReadOnly || this.slots.length < slots) throw new RangeError('the network has no room for learning');
  }
}

function createNetwork(kernels: Kernels, shape: Int32Array, slots: number): Region {
  const encoded = kernels.allocate(shape.byteLength);
  try {
    encoded.integers(encoded.address, shape.length).set(shape);
    const region = kernels.allocate(kernels.call('network_bytes', encoded.address, slots));
    kernels.call('network_create', region.address, encoded.address, slots);
    return region;
  } finally {
    kernels.free(encoded);
  }
}

/** The slots that an optimiser needs, and its numbers a, b, epsilon of network_update. */
function encodeOptimiser(optimiser: KernelOptimiser): { slots: number; numbers: [number, number, number] } {
  switch (optimiser.name) {
    case 'sgd':
      return { slots: optimiser.momentum > 0 ? 1 : 0, numbers: [optimiser.momentum, 0, 0] };
    case 'nesterov':
      return { slots: 1, numbers: [optimiser.momentum, 0, 0] };
    case 'rmsprop':
      return { slots: 1, numbers: [optimiser.alpha, 0, optimiser.epsilon] };
    case 'adagrad':
      return { slots: 1, numbers: [0, 0, optimiser.epsilon] };
    case 'adam':
    case 'adamw':
      return { slots: 2, numbers: [...optimiser.betas, optimiser.epsilon] };
  }
}
