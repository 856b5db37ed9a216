import type { Notation } from '../../notation';
import type { ClipOptions } from '../../stepRuleSchema';
import { math, type Formula } from '../formula';
import { trainingLetters, valuesOf } from './letters';

/** What clipping makes of a gradient. @see Pascanu, Mikolov, Bengio 2013 */
export function clipFormulas(clip: ClipOptions, notation: Notation): Formula[] {
  const { g } = trainingLetters[notation];
  const v = { letter: 'v', kind: 'parameter' } as const;
  if (clip === 'off') return [];
  return 'norm' in clip
    ? [math`${g} ← min(1, ${v} / ‖${g}‖) ${g}`, valuesOf([[v, clip.norm]])]
    : [math`${g} ← max(−${v}, min(${v}, ${g}))`, valuesOf([[v, clip.value]])];
}
