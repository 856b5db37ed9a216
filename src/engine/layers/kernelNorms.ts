import type { KernelNorms } from '../kernels/passTypes';
import type { LayerNorms } from './window';

/** The norms of a layer's gradients, copied out of the kernels' memory. */
export const normsOf = ({ total, carried, local, cell }: KernelNorms): LayerNorms => ({
  total: Float32Array.from(total),
  carried: Float32Array.from(carried),
  local: Float32Array.from(local),
  ...(cell ? { cell: Float32Array.from(cell) } : {}),
});
