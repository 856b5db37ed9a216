import type { KernelFunction, Kernels } from '../kernels';

/** Kernels one of whose functions answers a multiple of what it should. */
export function withWrong(kernels: Kernels, wrong: KernelFunction, factor: number): Kernels {
  return {
    name: kernels.name,
    instructions: kernels.instructions,
    threads: kernels.threads,
    allocate: (bytes) => kernels.allocate(bytes),
    free: (region) => kernels.free(region),
    call: (name, ...parameters) => kernels.call(name, ...parameters) * (name === wrong ? factor : 1),
    dispose: () => kernels.dispose(),
  };
}
