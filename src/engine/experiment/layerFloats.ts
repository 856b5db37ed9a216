import type { Layer } from '../../protocol/experiment';
import type { HiddenLayers } from '../../protocol/networkSchema';
import { cellShapeOf } from '../cells/cellShape';
import type { LayerPlace } from '../cells/layerPlace';

/** Tensors of a unit that a gradient tape holds while it is carried back: results, what is saved of them, gradients. */
const ON_TAPE = 22;
/** Those of them that are held from the forward pass on, by every layer at once. */
const RECORDED = 12;
/** Operations that a step of a person's own cell is taken to have, a unit. */
const OWN_OPERATIONS = 6;

/** Numbers in the heap of tensors for one time step of one lane: what a layer keeps between the passes. */
export function keptFloats(layer: Layer, place: LayerPlace): number {
  const { hasCellState, keeps } = cellShapeOf(layer);
  const { inputs } = place;
  if (layer.cell === 'feed-forward') return inputs + 2 * layer.units + (layer.direct ? layer.context * inputs : 0);
  return (2 + (hasCellState ? 1 : 0) + keeps.length) * layer.units + RECORDED * recordedWidth(layer, place);
}

/** The same, of the work on one layer. */
export function workFloats(layer: Layer, place: LayerPlace): number {
  const { units } = layer;
  const { inputs } = place;
  switch (layer.cell) {
    case 'deep':
    case 'jordan':
      return (ON_TAPE - RECORDED) * recordedWidth(layer, place) + 2 * inputs;
    case 'own':
      return (ON_TAPE - RECORDED) * recordedWidth(layer, place) + 4 * inputs;
    case 'feed-forward':
      return 4 * layer.context * inputs + 8 * units;
    default:
      return (5 * cellShapeOf(layer).gates + 8) * units;
  }
}

/** The width of all that a step of a layer computes, where TensorFlow.js finds its gradient. */
function recordedWidth(layer: Layer, { outputs, head }: LayerPlace): number {
  switch (layer.cell) {
    case 'deep':
      return layer.units + widthOf(layer.hiddenToHidden) + widthOf(layer.inputToHidden);
    case 'jordan':
      return layer.units + widthOf(head) + (layer.teacherForcing ? 0 : outputs);
    case 'own':
      return OWN_OPERATIONS * layer.units;
    default:
      return 0;
  }
}

/** The same, of a head with hidden layers, beside the logits. */
export const headFloats = (head: HiddenLayers): number => ON_TAPE * widthOf(head);

const widthOf = (hidden: HiddenLayers): number => hidden.reduce((sum, { units }) => sum + units, 0);
