import { StackedWindow } from './stackedWindow';
import { TwoWayWindow } from './twoWayWindow';
import type { MakeWindow } from './window';

/**
 * Layers that read a window in both directions, each made of two windows of one direction. Each layer above reads
 * what both directions of the one below gave, beside each other.
 *
 * Weights: twoWayParameters of each layer. States, and so initial gradients and norms, stand layer by layer, forward
 * before backward, as in PyTorch; those of a backward direction count its own time steps: it begins at the end of the
 * window.
 * @param make makes windows of one layer and one direction
 * @see Schuster & Paliwal 1997; torch.nn.LSTM(bidirectional=True)
 */
export const bidirectionalWindow =
  (make: MakeWindow): MakeWindow =>
  (layers, { embedding, layers: weights }, stack) =>
    new StackedWindow(
      layers.map((layer, k) => {
        const below = layers[k - 1];
        const place = below ? { ...stack, inputs: 2 * below.units } : stack;
        return new TwoWayWindow(make, layer, weights[k]!, k === 0 ? embedding : undefined, place);
      }),
      layers.map(({ dropout }) => dropout),
      2,
    );
