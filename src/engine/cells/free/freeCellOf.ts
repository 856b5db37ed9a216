import type { HiddenLayers } from '../../../protocol/networkSchema';
import { additive } from './additive';
import type { FreeCell } from './freeCell';
import type { FreeLayer } from './freeLayer';
import { jordan } from './jordan';
import { ownCell } from '../own/ownCell';
import { nested } from './nested';

/** What a layer stands between. */
export interface LayerPlace {
  /** Numbers that it reads at each time step. */
  inputs: number;
  /** Numbers that the model puts out: its symbols. */
  outputs: number;
  /** The hidden layers of the model's head. */
  head: HiddenLayers;
}

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
