import * as l10n from '@vscode/l10n';
import type { EngineChoice, KernelChoice } from '../protocol/session';
import type { Flag } from './command';
import type { FlagValues } from './flagValues';

const engines: EngineChoice[] = ['auto', 'embedded', 'tensorflow'];
const kernels: KernelChoice[] = ['auto', 'reference'];

/** The flags that choose what computes. */
export const engineFlags = (): Record<string, Flag> => ({
  engine: { value: 'ENGINE', summary: l10n.t('{0}: what computes', engines.join(', ')) },
  kernels: { value: 'KERNELS', summary: l10n.t('{0}: what carries the recurrent windows', kernels.join(', ')) },
});

/** The engine that the person chose. */
export const engineChoice = (flags: FlagValues): { engine: EngineChoice; kernels: KernelChoice } => ({
  engine: flags.oneOf('engine', engines) ?? 'auto',
  kernels: flags.oneOf('kernels', kernels) ?? 'auto',
});
