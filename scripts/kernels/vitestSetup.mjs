import { builtKernels } from './build.mjs';

/** Before vitest's tests: builds the kernels, in a folder that no build of dist/ takes away. */
export async function setup() {
  process.env.UNROLL_KERNELS_DIRECTORY ??= await builtKernels();
}
