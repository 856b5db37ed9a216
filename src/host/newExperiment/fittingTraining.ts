/** The sizes of training that depend on the length of the text. */
export interface TrainingSizes {
  batch: number;
  window: number;
  epochs: number;
}

/** A first training should have enough steps for something to be seen. */
const fewestSteps = 300;
const fewestWindows = 4;

/**
 * The usual sizes, made smaller until a few windows of each lane fit into a text of `symbols`, with more epochs where
 * these would be few steps: so that the first Train on a short text works and shows something.
 */
export function fittingTraining(symbols: number, usual: TrainingSizes, trainingShare = 0.9): TrainingSizes {
  const sizes = { ...usual };
  const training = Math.floor(symbols * trainingShare);
  const windows = (): number => Math.floor(Math.floor((training - 1) / sizes.batch) / sizes.window);
  while (windows() < fewestWindows && sizes.batch > 4) sizes.batch >>= 1;
  while (windows() < fewestWindows && sizes.window > 8) sizes.window >>= 1;
  while (windows() < fewestWindows && sizes.batch > 1) sizes.batch >>= 1;
  const epochs = Math.ceil(fewestSteps / Math.max(1, windows()));
  return { ...sizes, epochs: Math.max(usual.epochs, epochs) };
}
