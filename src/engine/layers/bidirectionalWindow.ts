import * as l10n from '@vscode/l10n';
import type { Layer } from '../../protocol/experiment';
import { UserError } from '../../protocol/userError';
import { backwardSuffix } from '../cells/directions';
import type { LayerPlace } from '../cells/layerPlace';
import { stemsOf } from '../cells/layerParameters';
import { placesOf } from '../cells/layerWidths';
import { StackedWindow } from './stackedWindow';
import { TwoWayWindow } from './twoWayWindow';
import type { MakeWindow } from './window';

/** Whether layer k reads in both directions. */
type IsTwoWay = (k: number) => boolean;

const all: IsTwoWay = () => true;

/**
 * Layers that read a window in both directions, each made of two windows of one direction, and between them layers of one
 * direction where that is told. Each layer above reads what both directions of the one below gave, beside each other.
 * Every cell can be read so but Jordan's. A feed-forward layer sees its last inputs in one direction, and in the other the
 * next ones.
 *
 * Weights: twoWayParameters of each layer. States, and so initial gradients, norms, gradients by states and traces, stand
 * layer by layer, forward before backward, as in PyTorch; those of a backward direction count its own time steps: it
 * begins at the end of the window.
 * @param make makes windows of one layer and one direction
 * @throws UserError where a layer cannot be read backward
 * @see Schuster & Paliwal 1997; torch.nn.LSTM(bidirectional=True)
 */
export const bidirectionalWindow =
  (make: MakeWindow, isTwoWay = all): MakeWindow =>
  (layers, { embedding, layers: weights }, stack) => {
    const directions = directionsOf(isTwoWay);
    layers.forEach((layer, k) => isTwoWay(k) && checkBothWays(layer));
    return new StackedWindow(
      twoWayPlaces(layers, stack, isTwoWay).map((place, k) => {
        const [layer, own, vectors] = [layers[k]!, weights[k]!, k === 0 ? embedding : undefined];
        return isTwoWay(k)
          ? new TwoWayWindow(make, layer, own, vectors, place)
          : make([layer], { embedding: vectors, layers: [own] }, place);
      }),
      layers.map(({ dropout }) => dropout),
      layers.map((_, k) => directions(k)),
    );
  };

/** Where each layer of such a stack stands. @param stack the place of the stack */
export const twoWayPlaces = (layers: Layer[], stack: LayerPlace, isTwoWay = all): LayerPlace[] =>
  placesOf(layers, stack, directionsOf(isTwoWay));

const directionsOf = (isTwoWay: IsTwoWay) => (k: number) => (isTwoWay(k) ? 2 : 1);

function checkBothWays(layer: Layer): void {
  if (layer.cell === 'jordan')
    throw new UserError(
      l10n.t(
        'A Jordan layer cannot read in both directions: it reads what the model put out before, which needs both.',
      ),
      l10n.t('Choose another cell for it, such as "elman".'),
    );
  const stem = stemsOf(layer).find((each) => each.endsWith(backwardSuffix));
  if (layer.cell === 'own' && stem !== undefined)
    throw new UserError(
      l10n.t('In {0} the parameter {1} ends as those of the backward direction do.', layer.file, stem),
      l10n.t('Give it a name that does not end with {0}.', backwardSuffix),
    );
}
