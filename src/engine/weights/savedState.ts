import type { NamedArray } from '../formats/safetensors';

/** Hidden and cell state of a layer as plain numbers, [lanes, units]. */
export interface SavedState {
  h: NamedArray;
  c?: NamedArray;
}
