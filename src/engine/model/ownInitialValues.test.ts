import { beforeAll, describe, expect, it } from 'vitest';
import { allowOwnCells } from '../cells/own/allowOwnCells';
import { twoWayParameters } from '../cells/directions';
import { initialise } from '../weights/initialise';
import { parametersOf, partOf } from '../weights/parameters';
import { Random } from '../weights/random';
import { experimentOf } from './testing/text';

const units = 24;
const [inputs, symbols] = [40, 40];

/** The initial numbers of a cell's parameters by name. @param said what its function `parameters` returns */
function drawn(said: string, { init = {}, seed = 3 } = {}) {
  const source = `export const parameters = ({ inputs, units }) => (${said}); export const step = ({ h }) => ({ h });`;
  const layers = [{ cell: 'own', file: 'my-cell.ts', source, units }];
  const { model, training } = experimentOf({ input: 'one-hot', layers }, { init });
  const parameters = parametersOf(model, symbols);
  const values = initialise(model, parameters, Random.fromSeed(seed), training.init);
  return new Map(parameters.map((each) => [each.name, Array.from(partOf(values, each))]));
}

const beginningWith = (initialiser: unknown, shape = '[2 * units, units]', more = {}) =>
  drawn(`{ W: { shape: ${shape}, initialiser: ${JSON.stringify(initialiser)} } }`, more).get('rnn.W_l0')!;

/** The products of the columns of a matrix with each other, W^T W. */
const products = (matrix: number[], columns: number): number[] =>
  Array.from({ length: columns * columns }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    for (let row = 0; row < matrix.length; row += columns) sum += matrix[row + i]! * matrix[row + j]!;
    return sum;
  });

/** The largest difference to a multiple of the identity. */
const fromIdentity = (matrix: number[], columns: number, scale = 1): number =>
  Math.max(...matrix.map((value, at) => Math.abs(value - (at % (columns + 1) === 0 ? scale : 0))));

function moments(values: number[]): { mean: number; variance: number; largest: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance, largest: Math.max(...values.map(Math.abs)) };
}

beforeAll(allowOwnCells);

describe('a parameter of a person’s own cell', () => {
  it.each([
    ['zeros', 0],
    ['ones', 1],
    [-1.5, -1.5],
  ])('that is to begin as %s does, whatever its shape', (initialiser, expected) => {
    const shapes = ['[units]', '[2, units]', '[2, 3, 4]'];
    const said = shapes.map((shape, i) => `W${i}: { shape: ${shape}, initialiser: ${JSON.stringify(initialiser)} }`);
    const found = drawn(`{ ${said.join(', ')} }`);
    shapes.forEach((_, i) => expect(new Set(found.get(`rnn.W${i}_l0`))).toEqual(new Set([expected])));
  });

  it('that is to be the identity is, of all rows as one matrix or, with perGate, of each units', () => {
    const identity = Array.from({ length: units * units }, (_, at) => (at % (units + 1) === 0 ? 1 : 0));
    const zeros = identity.map(() => 0);
    expect(beginningWith('identity')).toEqual([...identity, ...zeros]);
    expect(beginningWith('identity', undefined, { init: { perGate: true } })).toEqual([...identity, ...identity]);
  });

  it('that is to be orthogonal has orthonormal columns, over all rows or, with perGate, in each units', () => {
    expect(fromIdentity(products(beginningWith('orthogonal'), units), units)).toBeLessThan(1e-5);
    const perGate = beginningWith('orthogonal', undefined, { init: { perGate: true } });
    for (const half of [perGate.slice(0, units * units), perGate.slice(units * units)])
      expect(fromIdentity(products(half, units), units)).toBeLessThan(1e-5);
  });

  it('that is to have a spectral radius has it for each gate', () => {
    const matrix = beginningWith({ name: 'spectral-radius', radius: 0.7 });
    for (const half of [matrix.slice(0, units * units), matrix.slice(units * units)])
      expect(fromIdentity(products(half, units), units, 0.7 ** 2)).toBeLessThan(1e-5);
  });

  it.each([
    ['xavier-normal', 2 / (2 * units + inputs), Infinity],
    ['xavier-uniform', 2 / (2 * units + inputs), Math.sqrt(6 / (2 * units + inputs))],
    ['kaiming-normal', 2 / inputs, Infinity],
    ['uniform', 1 / units / 3, 1 / Math.sqrt(units)],
  ])('that is to be drawn as %s has its variance', (initialiser, expected, bound) => {
    const { mean, variance, largest } = moments(beginningWith(initialiser, '[2 * units, inputs]'));
    expect(Math.abs(mean)).toBeLessThan(3 * Math.sqrt(expected / (2 * units * inputs)));
    expect(variance / expected).toBeGreaterThan(0.9);
    expect(variance / expected).toBeLessThan(1.1);
    expect(largest).toBeLessThanOrEqual(bound);
  });

  it('begins as its cell says and not as "init" does; those of which it says nothing as "init" does', () => {
    const said = "{ weight_hh: { shape: [units, units], initialiser: 'identity' }, weight_ih: { shape: [units, inputs] }, bias: [units] }"; // prettier-ignore
    const found = drawn(said, { init: { recurrent: 'orthogonal', input: 'identity', bias: 'zero' } });
    expect(fromIdentity(found.get('rnn.weight_hh_l0')!, units)).toBe(0);
    expect(found.get('rnn.weight_ih_l0')!.reduce((sum, value) => sum + value, 0)).toBe(units);
    expect(new Set(found.get('rnn.bias_l0'))).toEqual(new Set([0]));
  });

  it('is drawn as the built-in cells are where "init" says the same', () => {
    const found = drawn("{ weight_hh: { shape: [units, units], initialiser: 'orthogonal' } }");
    const expected = drawn('{ weight_hh: [units, units] }', { init: { recurrent: 'orthogonal' } });
    expect(found).toEqual(expected);
  });

  it('is the same for the same seed, and another for another', () => {
    const of = (seed: number) => beginningWith('xavier-normal', '[units, inputs]', { seed });
    expect(of(5)).toEqual(of(5));
    expect(of(5)).not.toEqual(of(6));
  });

  it('begins so in both directions of a layer that reads in both', () => {
    const source =
      'export const parameters = () => ({ b: { shape: [2], initialiser: 3 } }); export const step = () => 0;';
    const layer = experimentOf({ layers: [{ cell: 'own', file: 'my-cell.ts', source, units }] }).model.layers[0]!;
    const both = twoWayParameters(layer, { inputs, outputs: symbols, head: [] });
    expect(both).toEqual(['b', 'b_reverse'].map((stem) => ({ stem, shape: [2], initial: 3 })));
  });

  const allowed =
    "which is none of uniform, xavier-normal, xavier-uniform, kaiming-normal, orthogonal, identity, zeros, ones, a number, or { name: 'spectral-radius', radius: 0.9 }";
  it.each<[unknown, string | undefined, string]>([
    ['glorot', undefined, `has for W the initialiser "glorot", ${allowed}.`],
    [null, undefined, `has for W the initialiser null, ${allowed}.`],
    [['zeros'], undefined, `has for W the initialiser ["zeros"], ${allowed}.`],
    [{ name: 'spectral-radius', radius: -1 }, undefined, '"radius":-1}, which is none of'],
    ['orthogonal', '[units]', 'has for W the initialiser "orthogonal", which only a matrix can have, not [24]; '],
    ['identity', '[2, 3, 4]', 'has for W the initialiser "identity", which only a matrix can have, not [2, 3, 4]; '],
    [{ name: 'spectral-radius', radius: 1 }, '[units, inputs]', 'which only a matrix of 24 columns and as many rows'],
    ['zeros', '[0.5]', 'has for W no shape but [0.5]'],
  ])('is refused with file, name and what is allowed where it is to begin as %j', (initialiser, shape, message) => {
    expect(() => beginningWith(initialiser, shape)).toThrow(`In my-cell.ts, "parameters" ${message.startsWith('has') ? message : ''}`); // prettier-ignore
    expect(() => beginningWith(initialiser, shape)).toThrow(message);
  });

  it('is refused where it has a field that means nothing', () => {
    expect(() => drawn("{ W: { shape: [units], initializer: 'zeros' } }")).toThrow(
      'In my-cell.ts, "parameters" has for W a field "initializer": there are shape and initialiser.',
    );
  });
});
