import type { Experiment, Layer } from '../../protocol/experiment';
import type { LayerPlace } from './layerPlace';

/** Numbers that a layer hands to what is above it at each time step. @param inputs numbers that it reads */
export const outputsOf = (layer: Layer, inputs: number): number =>
  layer.cell === 'feed-forward' && layer.direct ? layer.units + layer.context * inputs : layer.units;

/** Numbers of h in the state that a layer carries on. */
export const stateWidthOf = (layer: Layer, inputs: number): number =>
  layer.cell === 'feed-forward' ? (layer.context - 1) * inputs : layer.units;

/**
 * Where each layer of a stack stands.
 * @param stack the place of the stack
 * @param directions in which layer k reads: what each gives stands beside the other's
 */
export function placesOf(layers: Layer[], stack: LayerPlace, directions: (k: number) => 1 | 2 = () => 1): LayerPlace[] {
  let { inputs } = stack;
  return layers.map((layer, k) => {
    const place = { ...stack, inputs };
    inputs = directions(k) * outputsOf(layer, inputs);
    return place;
  });
}

/** Where the stack of a model stands. @param vocabulary number of symbols */
export const stackPlace = ({ input, head }: Experiment['model'], vocabulary: number): LayerPlace => ({
  inputs: input === 'one-hot' ? vocabulary : input.embedding,
  outputs: vocabulary,
  head: head?.hidden ?? [],
});
