import type { Tensor2D } from '@tensorflow/tfjs-core';
import { add, complement, multiply, sigmoidSlope, subtract, tanhSlope } from '../backend/operations';
import type { Trace } from './cell';

/** What an update gate of 1 does: keep the old state (PyTorch) or replace it. */
export type Update = 'keep' | 'replace';

/** The new hidden state: old and candidate mixed by the update gate. */
export function mix(update: Update, z: Tensor2D, h: Tensor2D, n: Tensor2D): Tensor2D {
  return update === 'keep' ? add(n, multiply(z, subtract(h, n))) : add(h, multiply(z, subtract(n, h)));
}

/** The slopes that both forms share: dh'/da_n, dh'/da_z, and dh'/dh through the mixture alone. */
export function mixSlopes(update: Update, { previous, kept }: Trace): { n: Tensor2D; z: Tensor2D; h: Tensor2D } {
  const [, z, n] = kept as [Tensor2D, Tensor2D, Tensor2D];
  const [old, fresh] = update === 'keep' ? [z, complement(z)] : [complement(z), z];
  const byZ = update === 'keep' ? subtract(previous.h, n) : subtract(n, previous.h);
  return { n: multiply(fresh, tanhSlope(n)), z: multiply(byZ, sigmoidSlope(z)), h: old };
}
