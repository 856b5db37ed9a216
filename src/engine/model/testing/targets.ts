import type { KernelChoice } from '../../../protocol/session';
import { startEngine } from '../../backend/engine';

/** Lets this choice compute from now on. @returns whether it is what computes */
export async function startTarget(kernels: KernelChoice): Promise<boolean> {
  const record = await startEngine({ engine: 'embedded', kernels, threads: 2 });
  return record.kernels === kernels;
}

/** The kernels that work on this machine and this Node. */
export const kernelTargets = await working(['native', 'wasm', 'wasm-simd']);

/** Everything that computes here. */
export const targets: KernelChoice[] = ['reference', ...kernelTargets];

async function working(choices: KernelChoice[]): Promise<KernelChoice[]> {
  const found: KernelChoice[] = [];
  for (const choice of choices) if (await startTarget(choice)) found.push(choice);
  return found;
}
