import type { Layer } from '../../../protocol/experiment';
import { cellShapeOf } from '../../cells/cellShape';
import { freeCellOf } from '../../cells/free/freeCellOf';
import { isDerived, isFree } from '../../cells/free/freeLayer';
import { anywhere } from '../../cells/layerPlace';
import { placesOf, stackPlace } from '../../cells/layerWidths';
import type { TracedModel } from '../passes/tracedModel';
import type { PanelQuantity, Quantity } from '../../../protocol/lens';
import { isGate } from '../../../protocol/quantities';

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

/** How many numbers a quantity of a layer has at a time step: one a unit, but for inner layers and inputs. */
export function widthOf(
  { model, vocabulary }: Pick<TracedModel, 'model' | 'vocabulary'>,
  k: number,
  quantity: string,
): number {
  const layer = model.layers[k]!;
  const place = placesOf(model.layers, stackPlace(model, vocabulary))[k]!;
  if (layer.cell === 'feed-forward' && quantity === 'gradientH') return place.inputs;
  const inner = isFree(layer) ? freeCellOf(layer, place).quantities.find(({ name }) => name === quantity) : undefined;
  return inner?.width ?? layer.units;
}

/** Of a cell as differentiable code what it names, and its states. */
function freeQuantities(layer: Layer): Quantity[] {
  const { keeps, hasCellState } = cellShapeOf(layer);
  return [...keeps, ...(hasCellState ? ['c'] : []), 'h'];
}

/** Which of them lie between 0 and 1, of a cell as differentiable code; of others the names tell it. */
export const gatesOfLayer = (layer: Layer): Quantity[] | undefined =>
  isFree(layer)
    ? freeCellOf(layer, anywhere)
        .quantities.filter(({ isGate }) => isGate)
        .map(({ name }) => name)
    : undefined;

/** Whether a quantity of a layer lies between 0 and 1. */
export const isGateOf = (layer: Layer, quantity: PanelQuantity): boolean =>
  isGate(quantity, { cell: layer.cell, gates: gatesOfLayer(layer) });
