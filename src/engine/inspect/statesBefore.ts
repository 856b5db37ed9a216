import type { TracedText } from './tracedText';

/** The flat state before a time step, as exact as it is known. */
export function statesBefore(traced: TracedText, step: number): Float32Array {
  const block = Math.floor(step / traced.block);
  const t = step - block * traced.block;
  if (t === 0) return traced.startOf(block).state!;
  const { layers, length } = traced.trace(block);
  const flat = new Float32Array(traced.model.states.size);
  traced.model.states.places.forEach(({ h, c, units }, k) => {
    const row = (name: string) => {
      const rows = layers[k]!.get(name)!;
      return rows.subarray(((t - 1) * rows.length) / length, (t * rows.length) / length);
    };
    flat.set(row(layers[k]!.has('state') ? 'state' : 'h'), h);
    if (c !== undefined) flat.set(row('c'), h + units);
  });
  return flat;
}
