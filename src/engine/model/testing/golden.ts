import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Layer } from '../../../protocol/experiment';
import { layerSchema } from '../../../protocol/layerSchema';
import type { LayerState } from '../../cells/layerState';
import { decodeSafetensors, type NamedArray } from '../../formats/safetensors';
import { toTensors } from '../stateArrays';
import type { SavedState } from '../../weights/savedState';

/* What PyTorch computes; see test/golden/README.md. */

const folder = join(import.meta.dirname, '../../../../test/golden');

/** A file of golden numbers. */
export class Golden {
  private readonly file: ReturnType<typeof decodeSafetensors>;

  /** @param path relative to test/golden, or absolute */
  constructor(path: string) {
    const absolute = path.startsWith('/') ? path : join(folder, path);
    this.file = decodeSafetensors(readFileSync(absolute), path);
  }

  has(name: string): boolean {
    return this.file.tensors.has(name);
  }

  array(name: string): NamedArray {
    const found = this.file.tensors.get(name);
    if (!found) throw new Error(`no golden ${name}`);
    return found;
  }

  numbers(name: string): Float64Array {
    return Float64Array.from(this.array(name).data as Float64Array);
  }

  integers(name: string): Int32Array {
    return this.array(name).data as Int32Array;
  }

  metadata<T>(key: string): T {
    return JSON.parse(this.file.metadata[key]!) as T;
  }

  /** The tensors under a prefix, without it. */
  under(prefix: string): Map<string, NamedArray> {
    const found = [...this.file.tensors].filter(([name]) => name.startsWith(prefix));
    return new Map(found.map(([name, array]) => [name.slice(prefix.length), array]));
  }
}

/** A golden window's model. */
export interface GoldenModel {
  cell: Layer['cell'];
  reset?: 'after' | 'before';
  update?: 'keep' | 'replace';
  activation?: 'tanh' | 'relu' | 'sigmoid' | 'identity';
  candidate?: 'tanh' | 'sigmoid';
  peephole?: 'none' | 'diagonal' | 'full';
  units: number;
  layers: number;
  batch: number;
  window: number;
  vocabulary: number;
  input: 'one-hot' | { embedding: number };
}

/** The layers of a golden model as an experiment would have them. */
export function layersOf(model: GoldenModel): Layer[] {
  const { cell, reset, update, activation, candidate, peephole, units, layers } = model;
  const options = Object.entries({ cell, reset, update, activation, candidate, peephole, units });
  const given = Object.fromEntries(options.filter(([, value]) => value !== undefined));
  return Array.from({ length: layers }, () => layerSchema.parse(given));
}

/** The state that a golden window begins with, layer by layer and, of each, direction by direction. */
export function savedInitialOf(golden: Golden, directions = 1): SavedState[] {
  const { layers, batch, units } = golden.metadata<GoldenModel>('model');
  const part = (name: string, k: number) => {
    const all = golden.numbers(name).subarray(k * batch * units, (k + 1) * batch * units);
    return { shape: [batch, units], data: Float32Array.from(all) };
  };
  const hasCellState = golden.has('state.c');
  return Array.from({ length: directions * layers }, (_, k) => ({
    h: part('state.h', k),
    c: hasCellState ? part('state.c', k) : undefined,
  }));
}

/** The same as tensors. */
export const initialOf = (golden: Golden): LayerState[] => savedInitialOf(golden).map(toTensors);

/** Names of all golden windows. */
export const goldenWindows = readdirSync(join(folder, 'windows'))
  .filter((file) => file.endsWith('.safetensors'))
  .map((file) => file.replace('.safetensors', ''));

/** max|a - b| / max|b|; where b is all zero, max|a|. */
export function distance(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  let largest = 0;
  let apart = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]!));
    apart = Math.max(apart, Math.abs(found[i]! - expected[i]!));
    if (Number.isNaN(found[i])) return NaN;
  }
  return largest > 0 ? apart / largest : apart;
}
