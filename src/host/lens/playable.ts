import type { LensLayer, Quantity } from '../../protocol/lens';

/** What of a layer can be set to 0 or 1: everything but its states, which follow from the rest. */
export const playableOf = ({ quantities }: Pick<LensLayer, 'quantities'>): Quantity[] =>
  quantities.filter((quantity) => quantity !== 'c' && quantity !== 'h');
