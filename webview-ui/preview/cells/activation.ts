import type { Layer } from '../../../src/protocol/experiment';
import { optionOf } from './cellView';

const signs: Record<string, string> = { identity: 'id', sigmoid: 'σ' };

/** The activation of a layer as it stands in a formula. */
export function activationOf(layer: Layer): string {
  const name = String(optionOf(layer, 'activation') ?? 'tanh');
  return signs[name] ?? name;
}

/** A sum that goes through the activation of a layer; the identity leaves it. */
export const squashed = (layer: Layer, sum: string): string =>
  activationOf(layer) === 'id' ? sum : `${activationOf(layer)}(${sum})`;
