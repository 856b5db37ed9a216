import type { HiddenLayers } from '../../protocol/networkSchema';

/** What a layer stands between. */
export interface LayerPlace {
  /** Numbers that it reads at each time step. */
  inputs: number;
  /** Numbers that the model puts out: its symbols. */
  outputs: number;
  /** The hidden layers of the model's head. */
  head: HiddenLayers;
}

/** A place for what is the same in every place. */
export const anywhere: LayerPlace = { inputs: 1, outputs: 1, head: [] };
