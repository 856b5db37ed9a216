import type { KernelChoice } from '../../../protocol/session';
import { startEngine } from '../../backend/engine';
import { nativeBackend } from '../../backend/testing/nativeBackend';

/** What may compute: kernels, or tensor operations on the embedded backend ("reference") or on native TensorFlow. */
export type Target = KernelChoice | 'tensorflow';

/** Lets this target compute from now on. @returns whether it is what computes */
export async function startTarget(target: Target): Promise<boolean> {
  const isNative = target === 'tensorflow';
  const kernels = isNative ? 'reference' : target;
  const record = await startEngine({ engine: isNative ? 'tensorflow' : 'embedded', kernels, threads: 2 });
  return record.kernels === kernels && (!isNative || record.name === 'tensorflow');
}

/** The kernels that work on this machine and this Node. */
export const kernelTargets = await working(['native', 'wasm', 'wasm-simd']);

/** Native TensorFlow, where it is installed. */
export const nativeTargets = (await nativeBackend()) as 'tensorflow'[];

/** Everything that computes here. */
export const targets: Target[] = ['reference', ...nativeTargets, ...kernelTargets];

/**
 * Composed of tensor operations, and by the best kernels: for what is decided above them. That all targets compute the
 * same is for the tests of windows, learners and exchanged checkpoints to show.
 */
export const bothForms: Target[] = ['reference', ...kernelTargets.slice(0, 1)];

async function working(choices: KernelChoice[]): Promise<KernelChoice[]> {
  const found: KernelChoice[] = [];
  for (const choice of choices) if (await startTarget(choice)) found.push(choice);
  return found;
}
