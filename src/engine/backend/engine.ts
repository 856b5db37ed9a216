import { engine, setBackend } from '@tensorflow/tfjs-core';
import * as l10n from '@vscode/l10n';
import { kernelWords } from '../../protocol/engineWords';
import type { EngineDescription } from '../../protocol/inspector';
import type { EngineRecord } from '../../protocol/run';
import type { EngineChoice, KernelChoice } from '../../protocol/session';
import { startEmbedded } from './embedded';
import { useKernels } from './engineKernels';
import { openedKernels } from './openedKernels';
import { startTensors } from './startTensors';
import { startTensorflow } from './tensorflowNode';

/** The version of TensorFlow.js. */
export { version_core as tensorflowVersion } from '@tensorflow/tfjs-core';

/**
 * Starts the engine of this process; must be done before anything computes. Kernels carry the models where there are
 * any; then TensorFlow.js is needed by nobody and its embedded backend is not started.
 * @param choice tensorflow is used only where it is asked for and loads, and then without kernels unless some are asked
 * for by name; threads: 0 or nothing for as many as there are cores; needsTensors: whether kernels alone will not do
 * @returns what computes, with one sentence for each thing that was asked for and does not work here
 */
export async function startEngine(choice: {
  engine: EngineChoice;
  kernels: KernelChoice;
  threads?: number;
  needsTensors?: boolean;
}): Promise<EngineRecord> {
  const whyNot = choice.engine === 'tensorflow' ? await startTensorflow() : undefined;
  const isTensorflow = choice.engine === 'tensorflow' && whyNot === undefined;
  const wish = isTensorflow && choice.kernels === 'auto' ? 'reference' : choice.kernels;
  const { kernels, reasons } = await openedKernels(wish, choice.threads);
  useKernels(kernels);
  const name = isTensorflow ? 'tensorflow' : 'embedded';
  const all = whyNot === undefined ? reasons : [whyNot, ...reasons];
  if (kernels) {
    const { instructions, threads } = kernels;
    const beside = choice.needsTensors && !isTensorflow ? await startTensors() : {};
    const backend = choice.needsTensors ? engine().backendName : isTensorflow ? 'tensorflow' : 'none';
    const said = beside.reason === undefined ? all : [...all, beside.reason];
    return { name, backend, kernels: kernels.name, instructions, threads, reason: joined(said) };
  }
  const { backend, reason } = isTensorflow ? { backend: 'tensorflow', reason: undefined } : await startEmbedded();
  return {
    name,
    backend,
    kernels: 'reference',
    threads: 1,
    reason: joined(reason === undefined ? all : [...all, reason]),
  };
}

const joined = (sentences: string[]): string | undefined => (sentences.length > 0 ? sentences.join(' ') : undefined);

/** The engines, each with one sentence: what it is, or why it does not load. The engine in use stays in use. */
export async function describeEngines(): Promise<EngineDescription[]> {
  const before = engine().backendName || undefined;
  const whyNot = await startTensorflow();
  if (before) await setBackend(before);
  return [
    { name: 'embedded', isAvailable: true, sentence: await embeddedSentence(before) },
    { name: 'tensorflow', isAvailable: !whyNot, sentence: whyNot ?? tensorflowSentence() },
  ];
}

const tensorflowSentence = (): string =>
  l10n.t('TensorFlow.js on native TensorFlow; it computes without kernels unless some are chosen by name.');

/** What the embedded engine computes with here. One thread will do to find out. */
async function embeddedSentence(before: string | undefined): Promise<string> {
  const { kernels, reasons } = await openedKernels('auto', 1);
  if (kernels) return [l10n.t('Always there; here it computes with {0}.', kernelWords(kernels)), ...reasons].join(' ');
  const { backend, reason } = await startEmbedded();
  if (before) await setBackend(before);
  return backend === 'wasm' ? [l10n.t('TensorFlow.js on WebAssembly; always there.'), ...reasons].join(' ') : reason!;
}
