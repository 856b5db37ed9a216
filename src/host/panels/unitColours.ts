import type { ColourBy } from '../../protocol/lens';
import type { GatesRequest } from './gatesPanelParts';

/** How a text is coloured by a unit that is seen alone; of a gradient, by its norm. */
export function unitColours({ layer, quantity, unit }: GatesRequest<'seeUnit'>): ColourBy | undefined {
  if (unit === undefined) return undefined;
  if (quantity === 'gradientH' || quantity === 'gradientC') return { kind: 'gradientH', layer };
  return { kind: 'quantity', layer, quantity, unit };
}
