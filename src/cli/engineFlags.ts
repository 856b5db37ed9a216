import * as l10n from '@vscode/l10n';
import type { EngineChoice, KernelChoice } from '../protocol/session';
import type { Flag } from './command';
import type { FlagValues } from './flagValues';

const engines: EngineChoice[] = ['auto', 'embedded', 'tensorflow'];
const mostThreads = 64;

/** What the person chose to compute with. */
export interface EngineWish {
  engine: EngineChoice;
  kernels: KernelChoice;
  threads?: number;
}

/** What each choice of kernels is. */
const kernels = (): Record<KernelChoice, string> => ({
  auto: l10n.t('the fastest that work here, as without it'),
  native: l10n.t('compiled for this processor'),
  wasm: l10n.t('WebAssembly, with relaxed SIMD if there is'),
  'wasm-simd': l10n.t('WebAssembly, with plain SIMD'),
  reference: l10n.t('TensorFlow.js operations: easy to check'),
});

/** The flags that choose what computes. */
export const engineFlags = (): Record<string, Flag> => ({
  engine: { value: 'ENGINE', summary: l10n.t('{0}: what computes', engines.join(', ')) },
  kernels: { value: 'KERNELS', summary: l10n.t('what trains and samples:'), choices: kernels() },
  threads: { value: 'N', summary: l10n.t('1 to {0}, 0 for all cores, as without it', mostThreads) },
});

/** What the flags say of it. */
export const engineChoice = (flags: FlagValues): EngineWish => ({
  engine: flags.oneOf('engine', engines) ?? 'auto',
  kernels: flags.oneOf('kernels', Object.keys(kernels()) as KernelChoice[]) ?? 'auto',
  threads: flags.wholeNumber('threads', 0, { most: mostThreads }),
});
