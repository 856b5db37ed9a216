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
