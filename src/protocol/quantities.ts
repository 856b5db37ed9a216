import { keepsWithinOne } from './equations/described';
import type { LensLayer, PanelQuantity } from './lens';
import { isState } from './playable';

/** What of a layer says which of its quantities are gates. */
export type GatedLayer = Pick<LensLayer, 'cell' | 'gates'>;

const knownGates: ReadonlySet<string> = new Set(['forget', 'input', 'output', 'reset', 'update']);

/** Whether a quantity runs from 0, closed, to 1, open. Of an own cell its file says it, not the name. */
export const isGate = (quantity: PanelQuantity, { cell, gates }: GatedLayer): boolean =>
  gates?.includes(quantity) ?? (cell !== 'own' && knownGates.has(quantity));

/** Whether a quantity is a gradient. */
export const isGradient = (quantity: PanelQuantity): quantity is 'gradientH' | 'gradientC' =>
  quantity === 'gradientH' || quantity === 'gradientC';

/** Whether a quantity means what its name says in the lab: of an own cell only its states and their gradients do. */
export const isKnown = (quantity: PanelQuantity, { cell }: Pick<LensLayer, 'cell'>): boolean =>
  cell !== 'own' || isState(quantity) || isGradient(quantity);

/** The size that a quantity cannot pass by its equation; undefined where there is none. */
export function limitOf(
  quantity: PanelQuantity,
  layer: GatedLayer & Pick<LensLayer, 'activation'>,
): number | undefined {
  if (isGate(quantity, layer)) return 1;
  const isLimited = quantity === 'candidate' ? isKnown(quantity, layer) : quantity === 'h' && keepsWithinOne(layer);
  return isLimited ? 1 : undefined;
}
