import { letterOf } from '../../protocol/equations/letters';
import type { PanelLayer, PanelLens } from '../../protocol/gatesPanel';
import type { LensDescription, LensLayer } from '../../protocol/lens';
import type { Notation } from '../../protocol/notation';
import { playableOf } from '../../protocol/playable';

/** A lens as the gates panel shows it: of each layer also the gradients of its states. */
export function panelLens({ id, name, step, vocabulary, layers }: LensDescription, notation: Notation): PanelLens {
  const lettered = layers.map((layer) => ({ ...panelLayer(layer), memory: letterOf(layer.cell, 'c', notation) }));
  return { id, name, ...(step === undefined ? {} : { step }), vocabulary, layers: lettered, notation };
}

/** A layer with all that can be looked at. */
export const panelLayer = (layer: LensLayer): PanelLayer => ({
  ...layer,
  playable: playableOf(layer),
  quantities: [...layer.quantities, 'gradientH', ...(layer.quantities.includes('c') ? (['gradientC'] as const) : [])],
});
