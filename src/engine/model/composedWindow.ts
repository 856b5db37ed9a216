import { cellOf } from '../cells/cellOf';
import { LayerWindow } from './layerWindow';
import { StackedWindow } from './stackedWindow';
import type { MakeWindow } from './window';

/** The layers composed of tensor operations: the reference that every kernel is checked against. */
export const composedWindow: MakeWindow = (layers, { embedding, layers: weights }) =>
  new StackedWindow(
    layers.map(
      (layer, k) =>
        new LayerWindow(cellOf(layer), { embedding: k === 0 ? embedding : undefined, layers: [weights[k]!] }),
    ),
    layers.map(({ dropout }) => dropout),
  );
