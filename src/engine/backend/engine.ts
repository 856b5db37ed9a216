import { engine, setBackend } from '@tensorflow/tfjs-core';
import * as l10n from '@vscode/l10n';
import { kernelWords } from '../../protocol/engineWords';
import type { EngineDescription } from '../../protocol/inspector';
import type { EngineRecord } from '../../protocol/run';
import type { EngineChoice, KernelChoice } from '../../protocol/session';
import { chosenEngine } from './chosenEngine';
import { startEmbedded } from './embedded';
import { useKernels } from './engineKernels';
import { openedKernels } from './openedKernels';
import { startTensors } from './startTensors';
import { startTensorflow } from './tensorflowNode';

/** The version of TensorFlow.js. */
export { version_core as tensorflowVersion } from '@tensorflow/tfjs-core';

/** What is to compute. */
export interface EngineWish {
  engine: EngineChoice;
  kernels: KernelChoice;
  /** 0 or nothing for as many as there are cores. */
  threads?: number;
  /** Whether kernels alone will not do: TensorFlow.js computes a part of the model, or differentiates it once more. */
  needsTensors?: boolean;
}

/**
 * Starts the engine of this process; must be done before anything computes. Kernels carry the models where there are
 * any; where they do it all, the embedded backend of TensorFlow.js is not started. Native TensorFlow goes without kernels
 * unless some are asked for by name, or it is there for what kernels cannot do.
 * @returns what computes, with one sentence for each thing that was asked for and does not work here
 */
export async function startEngine(wish: EngineWish): Promise<EngineRecord> {
  const name = await chosenEngine(wish.engine, wish.needsTensors === true || wish.kernels === 'reference');
  const started = name === 'tensorflow' ? await startTensorflow(wish.threads) : undefined;
  if (!started) return startKernels(wish, []);
  if ('whyNot' in started) return startKernels(wish, [started.whyNot]);
  const kernels = wish.kernels === 'auto' && !wish.needsTensors ? 'reference' : wish.kernels;
  const record = await startKernels({ ...wish, kernels }, [], started.threads);
  return { ...record, name: 'tensorflow', backend: 'tensorflow', version: started.version };
}

/**
 * Starts kernels, and the embedded backend where there are none.
 * @param reasons why it is this and not something else, so far
 * @param tensorflowThreads those of native TensorFlow, which computes instead of the embedded backend
 */
async function startKernels(wish: EngineWish, reasons: string[], tensorflowThreads?: number): Promise<EngineRecord> {
  const opened = await openedKernels(wish.kernels, wish.threads);
  useKernels(opened.kernels);
  const all = [...reasons, ...opened.reasons];
  const isEmbedded = tensorflowThreads === undefined;
  if (opened.kernels) {
    const { name: kernels, instructions, threads } = opened.kernels;
    const { backend = 'none', reason } = wish.needsTensors && isEmbedded ? await startTensors() : {};
    const reasonsNow = joined(reason === undefined ? all : [...all, reason]);
    return { name: 'embedded', backend, kernels, instructions, threads, reason: reasonsNow };
  }
  const { backend, reason } = isEmbedded ? await startEmbedded() : { backend: 'tensorflow', reason: undefined };
  if (isEmbedded && (wish.threads ?? 0) > 1) all.push(l10n.t('TensorFlow.js operations compute in one thread.'));
  return {
    name: 'embedded',
    backend,
    kernels: 'reference',
    threads: tensorflowThreads ?? 1,
    reason: joined(reason === undefined ? all : [...all, reason]),
  };
}

const joined = (sentences: string[]): string | undefined => (sentences.length > 0 ? sentences.join(' ') : undefined);

/** The engines, each with one sentence: what it is, or why it does not load. The engine in use stays in use. */
export async function describeEngines(): Promise<EngineDescription[]> {
  const before = engine().backendName || undefined;
  const started = await startTensorflow();
  if (before) await setBackend(before);
  const isAvailable = !('whyNot' in started);
  const sentence = isAvailable ? tensorflowSentence(started.version) : started.whyNot;
  return [
    { name: 'embedded', isAvailable: true, sentence: await embeddedSentence(before) },
    { name: 'tensorflow', isAvailable, sentence },
  ];
}

const tensorflowSentence = (version: string): string =>
  l10n.t(
    'TensorFlow.js on native TensorFlow {0}; it computes without kernels unless some are chosen by name.',
    version,
  );

/** What the embedded engine computes with here. One thread will do to find out. */
async function embeddedSentence(before: string | undefined): Promise<string> {
  const { kernels, reasons } = await openedKernels('auto', 1);
  if (kernels) return [l10n.t('Always there; here it computes with {0}.', kernelWords(kernels)), ...reasons].join(' ');
  const { backend, reason } = await startEmbedded();
  if (before) await setBackend(before);
  return backend === 'wasm' ? [l10n.t('TensorFlow.js on WebAssembly; always there.'), ...reasons].join(' ') : reason!;
}
