import { readRows } from '../../kernels/rows';
import { quantitiesOf } from '../../layers/layerTrace';
import type { BlockGradient, BlockRead } from './readBlocks';
import { findLikeliest, logSumExp } from './softmax';
import type { StateLayout } from '../passes/stateLayout';
import { likeliestCount } from './softmax';

/** Everything about a block of time steps but its gradients, kept. */
export interface BlockTrace {
  block: number;
  from: number;
  length: number;
  isApproximate: boolean;
  /** By layer and name: gates and states, [length, units]. */
  layers: Map<string, Float32Array>[];
  /** Of each time step's prediction, nats; NaN at the end of the text. */
  losses: Float64Array;
  likeliest: Int32Array;
  probabilities: Float32Array;
}

/** The gradients of a block, kept. */
export interface BlockSlopes {
  from: number;
  isApproximate: boolean;
  /** By layer: rows of units and their norms; a time step without loss ahead has none. */
  layers: { h: Float32Array; c?: Float32Array; normsH: Float64Array; normsC?: Float64Array }[];
}

/** Copies a block that was read. */
export function keepTrace(read: BlockRead, layers: number, isApproximate: boolean): BlockTrace {
  const { block, from, length, losses } = read;
  const likeliest = new Int32Array(length * likeliestCount);
  const probabilities = new Float32Array(length * likeliestCount);
  const found = { symbols: new Int32Array(likeliestCount), logits: new Float64Array(likeliestCount) };
  for (let t = 0; t < length; t++) {
    const logits = read.logits(t);
    const sum = logSumExp(logits);
    findLikeliest(logits, 0, logits.length, found);
    likeliest.set(found.symbols, t * likeliestCount);
    probabilities.set(
      found.logits.map((logit) => Math.exp(logit - sum)),
      t * likeliestCount,
    );
  }
  const kept = Array.from({ length: layers }, (_, k) => {
    const rows = quantitiesOf(read.trace(k));
    return new Map(rows.map(([name, values]) => [name, readRows(values, 0, length)]));
  });
  return { block, from, length, isApproximate, layers: kept, losses, likeliest, probabilities };
}

/** The flat state after the first `time` > 0 time steps of a block. */
export function stateAfter(layout: StateLayout, { layers, length }: BlockTrace, time: number): Float32Array {
  const flat = new Float32Array(layout.size);
  layout.places.forEach(({ h, c }, k) => {
    const row = (name: string) => {
      const rows = layers[k]!.get(name)!;
      return rows.subarray(((time - 1) * rows.length) / length, (time * rows.length) / length);
    };
    flat.set(row(layers[k]!.has('state') ? 'state' : 'h'), h);
    if (c !== undefined) flat.set(row('c'), c);
  });
  return flat;
}

/** Copies the gradients of a block. */
export function keepSlopes(gradient: BlockGradient, layers: number, isApproximate: boolean): BlockSlopes {
  const kept = Array.from({ length: layers }, (_, k) => {
    const { h, c } = gradient.gradients(k);
    const norms = gradient.norms(k);
    return {
      h: readRows(h, 0, h.rows),
      normsH: norms.h,
      ...(c ? { c: readRows(c, 0, c.rows), normsC: norms.c! } : {}),
    };
  });
  return { from: gradient.from, isApproximate, layers: kept };
}

/** Bytes of what is kept, about. */
export const bytesOfTrace = ({ layers, length }: BlockTrace): number =>
  layers.reduce((sum, all) => sum + [...all.values()].reduce((bytes, rows) => bytes + rows.byteLength, 0), 0) +
  length * 64 +
  1024;

export const bytesOfSlopes = ({ layers }: BlockSlopes): number =>
  layers.reduce((sum, { h, c, normsH }) => sum + h.byteLength + (c?.byteLength ?? 0) + 2 * normsH.byteLength, 1024);
