import type { Experiment } from '../../../protocol/experiment';
import { cellShapeOf } from '../../cells/cellShape';
import { placesOf, stackPlace, stateWidthOf } from '../../cells/layerWidths';

/** Where a layer's state stands in a flat one. */
interface Place {
  h: number;
  c?: number;
  units: number;
  /** Numbers of h. */
  width: number;
}

/** The states of all layers of one text as one vector: layer by layer h, then c where the cell has one. */
export class StateLayout {
  /** Numbers of a state. */
  readonly size: number;
  readonly places: readonly Place[];

  /** @param vocabulary number of symbols */
  constructor(model: Experiment['model'], vocabulary: number) {
    let size = 0;
    this.places = placesOf(model.layers, stackPlace(model, vocabulary)).map(({ inputs }, k) => {
      const layer = model.layers[k]!;
      const { units } = layer;
      const width = stateWidthOf(layer, inputs);
      const place = { h: size, units, width };
      size += width;
      if (!cellShapeOf(layer).hasCellState) return place;
      size += units;
      return { ...place, c: size - units };
    });
    this.size = size;
  }
}
