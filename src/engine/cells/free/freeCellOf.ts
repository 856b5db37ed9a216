import { additive } from './additive';
import type { LayerPlace } from '../layerPlace';
import type { FreeCell } from './freeCell';
import type { FreeLayer } from './freeLayer';
import { jordan } from './jordan';
import { ownCell } from '../own/ownCell';
import { nested } from './nested';

/** The cell that a layer of an experiment asks for. */
export function freeCellOf(layer: FreeLayer, place: LayerPlace): FreeCell {
  switch (layer.cell) {
    case 'deep':
      return layer.transition === 'additive' ? additive(layer, place.inputs) : nested(layer, place.inputs);
    case 'jordan':
      return jordan(layer, place);
    case 'own':
      return ownCell(layer, place.inputs);
  }
}
