import type { PanelLayer, PanelLens } from '../../protocol/gatesPanel';
import type { LensDescription, LensLayer } from '../../protocol/lens';
import type { Notation } from '../../protocol/notation';

/** A lens as the gates panel shows it: of each layer also the gradients of its states. */
export function panelLens({ id, name, step, vocabulary, layers }: LensDescription, notation: Notation): PanelLens {
  return { id, name, ...(step === undefined ? {} : { step }), vocabulary, layers: layers.map(panelLayer), notation };
}

const panelLayer = (layer: LensLayer): PanelLayer => ({
  ...layer,
  quantities: [...layer.quantities, 'gradientH', ...(layer.quantities.includes('c') ? (['gradientC'] as const) : [])],
});
