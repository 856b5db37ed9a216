import type { LensLayer, Quantity } from './lens';

/** The states of a layer, which follow from everything else that can be seen of it. */
export const isState = (quantity: Quantity): boolean => quantity === 'c' || quantity === 'h';

/**
 * What of a layer can be set to 0 or 1: everything that can be seen; of a cell of the person's own its states, as nothing
 * but these goes on from what its file returns.
 */
export const playableOf = ({ cell, quantities }: Pick<LensLayer, 'cell' | 'quantities'>): Quantity[] =>
  cell === 'own' ? quantities.filter(isState) : quantities;

/** Whether there is more to set in a layer than its states. */
export const hasGatesToPlay = (playable: Quantity[]): boolean => !playable.every(isState);
