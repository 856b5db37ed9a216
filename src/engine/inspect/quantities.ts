import type { Layer } from '../../protocol/experiment';
import type { PanelQuantity, Quantity } from '../../protocol/lens';

/** What can be seen of a layer, in the order of the equations. */
export function quantitiesOfLayer({ cell }: Layer): Quantity[] {
  switch (cell) {
    case 'lstm':
      return ['forget', 'input', 'output', 'candidate', 'c', 'h'];
    case 'gru':
      return ['reset', 'update', 'candidate', 'h'];
    case 'elman':
      return ['h'];
  }
}

const gates: ReadonlySet<string> = new Set(['forget', 'input', 'output', 'reset', 'update']);

/** Whether a quantity lies between 0 and 1. */
export const isGate = (quantity: string): boolean => gates.has(quantity);

export const isGradient = (quantity: PanelQuantity): quantity is 'gradientH' | 'gradientC' =>
  quantity === 'gradientH' || quantity === 'gradientC';
