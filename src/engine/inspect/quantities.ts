import type { Layer } from '../../protocol/experiment';
import { cellShapeOf } from '../cells/cellShape';
import { isDerived } from '../cells/free/freeLayer';
import type { PanelQuantity, Quantity } from '../../protocol/lens';

/** What can be seen of a layer, in the order of the equations. */
export function quantitiesOfLayer(layer: Layer): Quantity[] {
  if (!isDerived(layer)) return freeQuantities(layer);
  switch (layer.cell) {
    case 'lstm':
      return ['forget', 'input', 'output', 'candidate', 'c', 'h'];
    case 'gru':
      return ['reset', 'update', 'candidate', 'h'];
    case 'elman':
      return ['h'];
  }
}

/** Of a cell as differentiable code what it names, and its states. */
function freeQuantities(layer: Layer): Quantity[] {
  const { keeps, hasCellState } = cellShapeOf(layer);
  return [...keeps, ...(hasCellState ? ['c'] : []), 'h'];
}

const gates: ReadonlySet<string> = new Set(['forget', 'input', 'output', 'reset', 'update']);

/** Whether a quantity lies between 0 and 1. */
export const isGate = (quantity: string): boolean => gates.has(quantity);

export const isGradient = (quantity: PanelQuantity): quantity is 'gradientH' | 'gradientC' =>
  quantity === 'gradientH' || quantity === 'gradientC';
