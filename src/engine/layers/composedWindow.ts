import { cellOf } from '../cells/cellOf';
import { freeCellOf } from '../cells/free/freeCellOf';
import { isFree, type DerivedLayer } from '../cells/free/freeLayer';
import { placesOf } from '../cells/layerWidths';
import type { Kernels } from '../kernels/kernels';
import { FeedForwardWindow } from './feedForwardWindow';
import { FreeWindow } from './freeWindow';
import { kernelWindow } from './kernelWindow';
import { LayerWindow } from './layerWindow';
import { StackedWindow } from './stackedWindow';
import type { MakeWindow, RecurrentWindow, StackWeights } from './window';

/** The layers composed of tensor operations: the reference that every kernel is checked against. */
export const composedWindow: MakeWindow = stackOf((layer, weights) => new LayerWindow(cellOf(layer), weights));

/** Layers side by side with those that kernels do not know: kernels carry theirs, tensor operations the others. */
export const mixedWindow = (kernels: Kernels): MakeWindow =>
  stackOf((layer, weights, place) => kernelWindow(kernels)([layer], weights, place));

/**
 * A stack of single layers, of which TensorFlow.js finds the gradient where none is derived by hand.
 * @param derived makes the window of a layer whose backward pass is
 */
function stackOf(
  derived: (layer: DerivedLayer, ...rest: [StackWeights, Parameters<MakeWindow>[2]]) => RecurrentWindow,
): MakeWindow {
  return (layers, { embedding, layers: weights }, stack) =>
    new StackedWindow(
      placesOf(layers, stack).map((place, k) => {
        const layer = layers[k]!;
        const own = { embedding: k === 0 ? embedding : undefined, layers: [weights[k]!] };
        if (isFree(layer)) return new FreeWindow(freeCellOf(layer, place), own, place.inputs);
        if (layer.cell === 'feed-forward') return new FeedForwardWindow(layer, own, place.inputs);
        return derived(layer, own, place);
      }),
      layers.map(({ dropout }) => dropout),
    );
}
