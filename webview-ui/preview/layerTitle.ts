import type { Layer } from '../../src/protocol/experiment';
import { cellViewOf } from './cells/cellViews';

/** What a layer's cell is called: the file of one that the person wrote. */
export const layerTitle = (layer: Layer): string =>
  layer.cell === 'own' ? layer.file.split(/[\\/]/).at(-1)! : cellViewOf(layer).name;

const mostLetters = 14;

/** The same, for a small box. */
export function boxTitle(layer: Layer): string {
  const title = layer.cell === 'own' ? layerTitle(layer).replace(/\.\w+$/, '') : layerTitle(layer);
  return title.length > mostLetters ? `${title.slice(0, mostLetters - 1)}…` : title;
}
