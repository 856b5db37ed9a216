import type { Experiment } from '../../protocol/experiment';
import type { RecordField } from '../../protocol/run';
import { cellShapeOf } from '../cells/cellShape';
import type { LayerNorms } from '../layers/window';

/** What a profile record holds: layer by layer total, carried, local and, for a cell state, cell; time steps 0..window. */
export function profileFields({ model, training }: Experiment): RecordField[] {
  const length = training.window + 1;
  return model.layers.flatMap((options, layer) => {
    const quantities = cellShapeOf(options).hasCellState ? withCell : withoutCell;
    return quantities.map((quantity) => ({ quantity, layer, length }));
  });
}

const withoutCell = ['total', 'carried', 'local'] as const;
const withCell = [...withoutCell, 'cell'] as const;

/** What a reach record holds: one stretch a layer, 0..window time steps back. */
export function reachFields({ model, training }: Experiment): RecordField[] {
  return model.layers.map((_, layer) => ({ quantity: 'reach', layer, length: training.window + 1 }));
}

/** A profile record without its leading step. */
export function profileRecord(norms: LayerNorms[]): Float32Array {
  return joined(norms.flatMap(({ total, carried, local, cell }) => [total, carried, local, ...(cell ? [cell] : [])]));
}

/**
 * A reach record without its leading step: norms of the last loss's gradient over that at the end, k time steps back. A
 * layer that no gradient comes to at all, as below one whose units are all dead, has zeros.
 */
export function reachRecord(norms: LayerNorms[]): Float32Array {
  return joined(
    norms.map(({ total }) => total.map((_, back) => (total.at(-1) === 0 ? 0 : total.at(-1 - back)! / total.at(-1)!))),
  );
}

function joined(parts: Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
