import type { PanelLayer } from '../../../src/protocol/gatesPanel';
import type { PanelQuantity } from '../../../src/protocol/lens';
import { shortName } from '../../../src/protocol/quantityWords';

/** The name on a tab; a state goes by its letter. */
export function tabName(quantity: PanelQuantity, layer: Pick<PanelLayer, 'cell' | 'memory'>): string {
  const { memory = 'c' } = layer;
  switch (quantity) {
    case 'c':
      return memory;
    case 'h':
      return 'h';
    case 'gradientC':
      return `dL/d${memory}`;
    default:
      return shortName(quantity, layer);
  }
}
