import type { Layer } from '../../protocol/experiment';

/** Where a layer's state stands in a flat one. */
interface Place {
  h: number;
  c?: number;
  units: number;
}

/** The states of all layers of one text as one vector: layer by layer h, then c where the cell has one. */
export class StateLayout {
  /** Numbers of a state. */
  readonly size: number;
  readonly places: readonly Place[];

  constructor(layers: Layer[]) {
    let size = 0;
    this.places = layers.map(({ cell, units }) => {
      const place = cell === 'lstm' ? { h: size, c: size + units, units } : { h: size, units };
      size += cell === 'lstm' ? 2 * units : units;
      return place;
    });
    this.size = size;
  }
}
