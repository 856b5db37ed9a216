import type { Layer } from '../../protocol/experiment';
import type { HiddenLayers } from '../../protocol/networkSchema';
import { cellShapeOf } from '../cells/cellShape';
import type { LayerPlace } from '../cells/free/freeCellOf';

/** Tensors of a unit that a gradient tape holds while it is carried back: results, what is saved of them, gradients. */
const ON_TAPE = 22;
/** Operations that a step of a person's own cell is taken to have, a unit. */
const OWN_OPERATIONS = 6;

/** Numbers in the heap of tensors for one time step of one lane: what a layer keeps between the passes. */
export function keptFloats(layer: Layer, { inputs }: LayerPlace): number {
  const { hasCellState, keeps } = cellShapeOf(layer);
  if (layer.cell === 'feed-forward') return inputs + 2 * layer.units + (layer.direct ? layer.context * inputs : 0);
  return (2 + (hasCellState ? 1 : 0) + keeps.length) * layer.units;
}

/** The same, of the work on one layer. */
export function workFloats(layer: Layer, { inputs, outputs, head }: LayerPlace): number {
  const { units } = layer;
  switch (layer.cell) {
    case 'deep':
      return ON_TAPE * (units + widthOf(layer.hiddenToHidden) + widthOf(layer.inputToHidden)) + 2 * inputs;
    case 'jordan':
      return ON_TAPE * (units + widthOf(head) + (layer.teacherForcing ? 0 : outputs)) + 2 * inputs;
    case 'own':
      return ON_TAPE * OWN_OPERATIONS * units + 4 * inputs;
    case 'feed-forward':
      return 4 * layer.context * inputs + 8 * units;
    default:
      return (5 * cellShapeOf(layer).gates + 8) * units;
  }
}

/** The same, of a head with hidden layers, beside the logits. */
export const headFloats = (head: HiddenLayers): number => ON_TAPE * widthOf(head);

const widthOf = (hidden: HiddenLayers): number => hidden.reduce((sum, { units }) => sum + units, 0);
