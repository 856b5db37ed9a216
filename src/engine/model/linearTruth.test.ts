import { tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Layer } from '../../protocol/experiment';
import { startEngine } from '../backend/engine';
import { ComposedModel } from './composedModel';
import { parametersOf, partOf, sizeOf } from '../weights/parameters';
import { Random } from '../weights/random';

const units = 12;
const vocabulary = 5;
const time = 63;
const layer: Layer = { cell: 'elman', activation: 'identity', units, bidirectional: false, dropout: 0 };

/** An orthogonal matrix: the columns of random numbers, made perpendicular one after the other. */
function orthogonal(random: Random): Float64Array[] {
  const columns: Float64Array[] = [];
  for (let i = 0; i < units; i++) {
    const column = Float64Array.from({ length: units }, () => random.normal());
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, j) => sum + value * b[j]!, 0);
    for (const other of [...columns, ...columns]) {
      const share = dot(column, other);
      other.forEach((value, j) => (column[j]! -= share * value));
    }
    const length = Math.sqrt(dot(column, column));
    columns.push(column.map((value) => value / length));
  }
  return columns;
}

/** The reach of a linear Elman network whose recurrent matrix is `factor` times an orthogonal one. */
function reachOf(factor: number, batch: number): number[] {
  const model = { input: { embedding: 3 }, layers: [layer] };
  const parameters = parametersOf(model, vocabulary);
  const random = Random.fromSeed(7);
  const values = Float32Array.from({ length: sizeOf(parameters) }, () => 0.1 * random.normal());
  const recurrent = parameters.find(({ name }) => name === 'rnn.weight_hh_l0')!;
  partOf(values, recurrent).set(orthogonal(random).flatMap((column) => [...column.map((value) => factor * value)]));
  const network = new ComposedModel(model, vocabulary, values);
  const symbols = Int32Array.from({ length: time * batch }, () => Math.floor(random.uniform() * vocabulary));
  const pass = network.forward(symbols, network.zeroState(batch), 'gradients');
  const gradient = Float32Array.from({ length: time * batch * vocabulary }, () => random.normal());
  const [norms] = network.backwardFromLast(pass, tensor2d(gradient, [time * batch, vocabulary]));
  return Array.from(norms!.total, (_, k) => norms!.total.at(-1 - k)! / norms!.total.at(-1)!);
}

beforeAll(async () => {
  await startEngine({ engine: 'embedded', kernels: 'reference' });
});

describe('the reach of a linear network', () => {
  it.each([0.9, 1.1, 1])('with W = %d Q, Q orthogonal, is exactly that power of the distance', (factor) => {
    const reach = reachOf(factor, 4);
    expect(reach).toHaveLength(64);
    reach.forEach((share, k) => expect(Math.abs(share / factor ** k - 1), `k = ${k}`).toBeLessThan(1e-5));
  });
});
