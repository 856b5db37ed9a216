import type { ActivationName } from '../../../protocol/networkSchema';

/** A squashing function, and its slope by its value. */
export interface PlainActivation {
  of(sum: number): number;
  slope(value: number): number;
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The activations by name; relu has the slope 0 at 0, as in PyTorch. */
export const plainActivations: Record<ActivationName, PlainActivation> = {
  tanh: { of: Math.tanh, slope: (h) => 1 - h * h },
  sigmoid: { of: sigmoid, slope: (h) => h * (1 - h) },
  relu: { of: (x) => Math.max(0, x), slope: (h) => (h > 0 ? 1 : 0) },
  identity: { of: (x) => x, slope: () => 1 },
};
