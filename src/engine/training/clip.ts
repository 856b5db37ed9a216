/** The L2 norm of the whole gradient; not finite where any of its numbers is not. */
export function normOf(gradient: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < gradient.length; i++) sum += gradient[i]! * gradient[i]!;
  return Math.sqrt(sum);
}

/**
 * Scales the gradient down in place to at most the given norm.
 * @param norm of the gradient as it stands
 * @returns its norm afterwards
 * @see Pascanu, Mikolov, Bengio 2013; torch.nn.utils.clip_grad_norm_
 */
export function clipByNorm(gradient: Float32Array, norm: number, largest: number): number {
  const factor = Math.min(1, largest / (norm + 1e-6));
  if (factor < 1) scale(gradient, factor);
  return norm * factor;
}

/** Multiplies all numbers in place. */
export function scale(values: Float32Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i]! *= factor;
}
