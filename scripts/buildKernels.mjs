// node scripts/buildKernels.mjs [FOLDER]: compiles the kernels, into dist/kernels by default.
import { join, resolve } from 'node:path';
import { buildKernels } from './kernels/build.mjs';
import { root } from './kernels/sources.mjs';
import { runScript } from './startProblem.mjs';

await runScript(() => buildKernels(resolve(process.argv[2] ?? join(root, 'dist', 'kernels'))));
