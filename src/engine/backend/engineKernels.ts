import type { Kernels } from '../kernels/kernels';

let current: Kernels | undefined;

/** The kernels that the started engine computes with; none where tensor operations compute. */
export const engineKernels = (): Kernels | undefined => current;

/** Lets models made from now on compute with these kernels, or with tensor operations. */
export function useKernels(kernels: Kernels | undefined): void {
  current = kernels;
}
