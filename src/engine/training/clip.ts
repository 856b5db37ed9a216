import type { ClipOptions } from '../../protocol/stepRuleSchema';

/** How a gradient is clipped: times `factor`, then each number to within -limit..limit. */
export interface Clipping {
  factor: number;
  limit: number;
}

/** The clipping that an experiment asks for. @param norm of the whole gradient */
export function clippingOf(options: ClipOptions, norm: number): Clipping {
  if (options === 'off') return { factor: 1, limit: Infinity };
  if ('value' in options) return { factor: 1, limit: options.value };
  return { factor: clipFactor(norm, options.norm), limit: Infinity };
}

/** The L2 norm of the whole gradient; not finite where any of its numbers is not. */
export function normOf(gradient: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < gradient.length; i++) sum += gradient[i]! * gradient[i]!;
  return Math.sqrt(sum);
}

/**
 * What a gradient is multiplied with so that its norm is at most the given one.
 * @see Pascanu, Mikolov, Bengio 2013; torch.nn.utils.clip_grad_norm_
 */
export const clipFactor = (norm: number, largest: number): number => Math.min(1, largest / (norm + 1e-6));

/** Multiplies all numbers in place. */
export function scale(values: Float32Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i]! *= factor;
}

/** Limits the absolute value of all numbers in place. @see torch.nn.utils.clip_grad_value_ */
export function limitTo(values: Float32Array, limit: number): void {
  for (let i = 0; i < values.length; i++) values[i] = Math.max(-limit, Math.min(limit, values[i]!));
}
