/** Sizes of a window of training. */
export interface WindowSizes {
  batch: number;
  window: number;
}

/**
 * Halves batch, then window, of the usual sizes until a text of `symbols` has a few windows of them, so that the first
 * Train on a short text works.
 */
export function fittingSizes(symbols: number, usual: WindowSizes, trainingShare = 0.9): WindowSizes {
  const sizes = { ...usual };
  const training = Math.floor(symbols * trainingShare);
  const isFitting = (): boolean => Math.floor((training - 1) / sizes.batch) >= 4 * sizes.window;
  while (!isFitting() && sizes.batch > 4) sizes.batch >>= 1;
  while (!isFitting() && sizes.window > 8) sizes.window >>= 1;
  while (!isFitting() && sizes.batch > 1) sizes.batch >>= 1;
  return sizes;
}
