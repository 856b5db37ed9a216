import { memory } from '@tensorflow/tfjs-core';
import { engineKernels } from '../../backend/engineKernels';
import type { Kernels, Region } from '../../kernels/kernels';

const regionsOf = new WeakMap<Kernels, Set<Region>>();

/** The tensors that there are, and the bytes taken of the memory of the kernels that compute, since first asked. */
export function held(): { tensors: number; kernelBytes: number } {
  const kernels = engineKernels();
  const regions = kernels ? watched(kernels) : [];
  return { tensors: memory().numTensors, kernelBytes: [...regions].reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** The stretches of memory that these kernels have given out from the first call on, and not got back. */
function watched(kernels: Kernels): Set<Region> {
  const known = regionsOf.get(kernels);
  if (known) return known;
  const regions = new Set<Region>();
  const { allocate, free } = kernels;
  kernels.allocate = (bytes) => {
    const region = allocate.call(kernels, bytes);
    regions.add(region);
    return region;
  };
  kernels.free = (region) => {
    regions.delete(region);
    free.call(kernels, region);
  };
  regionsOf.set(kernels, regions);
  return regions;
}
