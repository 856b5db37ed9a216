import { engine, setBackend } from '@tensorflow/tfjs-core';
import * as l10n from '@vscode/l10n';
import type { EngineDescription } from '../../protocol/inspector';
import type { EngineRecord } from '../../protocol/run';
import type { EngineChoice, KernelChoice } from '../../protocol/session';
import { startEmbedded } from './embedded';
import { startTensorflow } from './tensorflowNode';

/** The version of TensorFlow.js. */
export { version_core as tensorflowVersion } from '@tensorflow/tfjs-core';

/**
 * Starts the engine of this process; must be done before anything computes.
 * @param choice tensorflow is used only where it is asked for and loads, else the embedded engine; one thread computes
 * @returns what computes, with one sentence where it is not what was asked for
 */
export async function startEngine(choice: {
  engine: EngineChoice;
  kernels: KernelChoice;
  threads?: number;
}): Promise<EngineRecord> {
  const common = { kernels: 'reference', threads: 1 } as const;
  const whyNot = choice.engine === 'tensorflow' ? await startTensorflow() : undefined;
  if (choice.engine === 'tensorflow' && !whyNot) return { name: 'tensorflow', backend: 'tensorflow', ...common };
  const { backend, reason } = await startEmbedded();
  const reasons = [whyNot, reason].filter((sentence) => sentence !== undefined);
  return { name: 'embedded', backend, ...common, reason: reasons.length > 0 ? reasons.join(' ') : undefined };
}

/** The engines, each with one sentence: what it is, or why it does not load. The engine in use stays in use. */
export async function describeEngines(): Promise<EngineDescription[]> {
  const before = engine().backendName || undefined;
  const whyNot = await startTensorflow();
  const { backend, reason } = await startEmbedded();
  if (before) await setBackend(before);
  const embedded = backend === 'wasm' ? l10n.t('TensorFlow.js on WebAssembly; always there.') : reason!;
  return [
    { name: 'embedded', isAvailable: true, sentence: embedded },
    { name: 'tensorflow', isAvailable: !whyNot, sentence: whyNot ?? l10n.t('TensorFlow.js on native TensorFlow.') },
  ];
}
