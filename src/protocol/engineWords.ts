import * as l10n from '@vscode/l10n';
import type { EngineRecord } from './run';

/** What computed a run, for people: native kernels (AVX-512), 2 threads. */
export function engineWords(engine: EngineRecord): string {
  const { threads } = engine;
  return [
    engine.kernels === 'reference' ? tensorWords(engine) : wordsOfKernels(engine),
    threads === 1 ? l10n.t('1 thread') : l10n.t('{0} threads', threads),
  ].join(', ');
}

/** Kernels, for people: native kernels (AVX-512). */
export function kernelWords({ name, instructions }: { name: string; instructions?: string }): string {
  const words = name === 'native' ? l10n.t('native kernels') : l10n.t('WebAssembly kernels');
  return instructions ? `${words} (${instructions})` : words;
}

/** The kernels, and the library around them where that is not the usual one. */
function wordsOfKernels(engine: EngineRecord): string {
  const words = kernelWords({ ...engine, name: engine.kernels });
  return engine.backend === 'tensorflow' ? l10n.t('{0} with native TensorFlow', words) : words;
}

/** The library that computes where no kernels do. */
function tensorWords({ backend, version }: EngineRecord): string {
  switch (backend) {
    case 'wasm':
      return l10n.t('TensorFlow.js on WebAssembly');
    case 'tensorflow':
      return `${l10n.t('TensorFlow.js on native TensorFlow')} ${version ?? ''}`.trimEnd();
    default:
      return l10n.t('TensorFlow.js in plain JavaScript');
  }
}
