import { useKernels } from '../engineKernels';

/* Before each file of vitest's project "engine", whose files share a process: none begins with the kernels of another. */

useKernels(undefined);
