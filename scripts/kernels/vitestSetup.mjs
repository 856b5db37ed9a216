import { join } from 'node:path';
import { builtCompiler } from '../compiler/parts.mjs';
import { builtTensorflowParts } from '../tensorflow/parts.mjs';
import { isBuilt } from '../isBuilt.mjs';
import { builtKernels } from './build.mjs';
import { root } from './sources.mjs';

/** Before vitest's tests: builds the kernels, the compiler of own cells and what loads TensorFlow, in folders that no build of dist/ takes away; and looks whether that is up to date. */
export async function setup() {
  process.env.UNROLL_KERNELS_DIRECTORY ??= await builtKernels();
  process.env.UNROLL_COMPILER_DIRECTORY ??= await builtCompiler();
  process.env.UNROLL_TENSORFLOW_PARTS ??= await builtTensorflowParts();
  process.env.UNROLL_LAST_BUILD ??= (await isBuilt(root)) ? join(root, 'dist') : '';
  process.env.UNROLL_TENSORFLOW_DIRECTORY ??= join(root, '.tensorflow');
}
