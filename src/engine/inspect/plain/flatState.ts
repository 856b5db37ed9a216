import type { PlainState } from './plainCell';
import type { StateLayout } from '../passes/stateLayout';

/** A flat state layer by layer; zeros where there is none. */
export const unflatten = (layout: StateLayout, state: Float32Array = new Float32Array(layout.size)): PlainState[] =>
  layout.places.map(({ h, c, units, width }) => {
    const part = (from: number, length: number) => Float64Array.from(state.subarray(from, from + length));
    return c === undefined ? { h: part(h, width) } : { h: part(h, width), c: part(c, units) };
  });

/** States of layers as a flat one. */
export function flatten(layout: StateLayout, states: PlainState[]): Float32Array {
  const flat = new Float32Array(layout.size);
  layout.places.forEach(({ h, c }, k) => {
    flat.set(states[k]!.h, h);
    if (c !== undefined) flat.set(states[k]!.c!, c);
  });
  return flat;
}
