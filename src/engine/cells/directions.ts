import type { Layer } from '../../protocol/experiment';
import type { LayerPlace } from './layerPlace';
import { layerParameters } from './layerParameters';
import type { LayerParameter } from './layerParameter';

/** What PyTorch puts behind the names of the backward direction's parameters. */
export const backwardSuffix = '_reverse';

/** The parameters of a layer that reads in both directions: the forward direction's, then the backward one's. */
export const twoWayParameters = (layer: Layer, place: LayerPlace): LayerParameter[] => [
  ...layerParameters(layer, place),
  ...layerParameters(layer, place).map((each) => ({ ...each, stem: each.stem + backwardSuffix })),
];

/** Each direction's own part of such weights, by the stems of a layer of one direction. */
export function byDirection<Any>(
  weights: Readonly<Record<string, Any>>,
): Record<'forward' | 'backward', Record<string, Any>> {
  const all = Object.entries(weights);
  const [backward, forward] = [true, false].map((is) => all.filter(([stem]) => stem.endsWith(backwardSuffix) === is));
  const shortened = backward!.map(([stem, each]) => [stem.slice(0, -backwardSuffix.length), each] as const);
  return { forward: Object.fromEntries(forward!), backward: Object.fromEntries(shortened) };
}

/** The weights of both directions as one record. */
export const joinDirections = <Any>(
  forward: Readonly<Record<string, Any>>,
  backward: Readonly<Record<string, Any>>,
): Record<string, Any> => ({
  ...forward,
  ...Object.fromEntries(Object.entries(backward).map(([stem, each]) => [stem + backwardSuffix, each])),
});
