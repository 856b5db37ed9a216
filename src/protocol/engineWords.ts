import * as l10n from '@vscode/l10n';
import type { EngineRecord } from './run';

/** What computed a run, for people: native kernels (AVX-512), 2 threads. */
export function engineWords(engine: EngineRecord): string {
  const { threads } = engine;
  return [
    engine.kernels === 'reference' ? tensorWords(engine) : kernelWords({ ...engine, name: engine.kernels }),
    threads === 1 ? l10n.t('1 thread') : l10n.t('{0} threads', threads),
  ].join(', ');
}

/** Kernels, for people: native kernels (AVX-512). */
export function kernelWords({ name, instructions }: { name: string; instructions?: string }): string {
  const words = name === 'native' ? l10n.t('native kernels') : l10n.t('WebAssembly kernels');
  return instructions ? `${words} (${instructions})` : words;
}

/** The library that computes where no kernels do. */
function tensorWords({ backend }: EngineRecord): string {
  switch (backend) {
    case 'wasm':
      return l10n.t('TensorFlow.js on WebAssembly');
    case 'tensorflow':
      return l10n.t('TensorFlow.js on native TensorFlow');
    default:
      return l10n.t('TensorFlow.js in plain JavaScript');
  }
}
