import type { LookBack } from '../../protocol/lens';
import { lookBackScale } from './scale';
import { stepStretches, type Steps } from './stepStretches';

/** The steps of a look-back, as shares of the nearest symbol's norm in the layer next to the losses. */
export function lookBackSteps({ offsets, layers }: LookBack, offset: number): Steps & { hundredth: number } {
  const norms = layers.at(-1) ?? [];
  const nearest = norms.at(-1) ?? 0;
  const shares = norms.map((norm) => (nearest > 0 ? norm / nearest : 0));
  const first = shares.findIndex((share) => share >= 0.01);
  return {
    ...stepStretches({ offsets, values: shares }, offset, lookBackScale),
    hundredth: first < 0 ? 0 : shares.length - first,
  };
}
