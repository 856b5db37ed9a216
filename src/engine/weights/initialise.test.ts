import { describe, expect, it } from 'vitest';
import { experimentOf } from '../model/testing/text';
import { distance, Golden } from '../model/testing/golden';
import { drawMatrix } from './drawMatrix';
import { initialise } from './initialise';
import { parametersOf, partOf } from './parameters';
import { Random } from './random';

describe('the parameters of a model', () => {
  it.each(['lstm', 'gru', 'elman'])("of %s have PyTorch's names and shapes", (cell) => {
    const weights = new Golden(`curves/${cell}.safetensors`).under('weights.');
    const { model } = experimentOf({ input: { embedding: 32 }, layers: [{ cell, units: 64 }] });
    const found = parametersOf(model, weights.get('head.bias')!.shape[0]!);
    expect(new Set(found.map(({ name }) => name))).toEqual(new Set(weights.keys()));
    for (const { name, shape, size } of found) {
      expect(weights.get(name)!.shape).toEqual(shape);
      expect(weights.get(name)!.data).toHaveLength(size);
    }
  });

  it('stand one after the other: embedding, layers from the input up, head', () => {
    const layers = [
      { cell: 'gru', units: 3 },
      { cell: 'elman', units: 2 },
    ];
    const found = parametersOf(experimentOf({ layers }).model, 5);
    const layer = (k: number) => ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map((name) => `rnn.${name}_l${k}`);
    const names = ['embedding.weight', ...layer(0), ...layer(1), 'head.weight', 'head.bias'];
    expect(found.map(({ name }) => name)).toEqual(names);
    expect(found.map(({ offset }) => offset)).toEqual([0, 20, 56, 83, 92, 101, 107, 111, 113, 115, 125]);
  });
});

it('an LSTM with full or diagonal peepholes has weights of its gates i, f, o by its cell state', () => {
  const layers = ['full', 'diagonal'].map((peephole) => ({ cell: 'lstm', peephole, units: 3 }));
  const own = parametersOf(experimentOf({ layers }).model, 5).filter(({ name }) => name.includes('_ch_'));
  expect(own.map(({ name, shape }) => [name, shape])).toEqual([
    ['rnn.weight_ch_l0', [9, 3]],
    ['rnn.weight_ch_l1', [9]],
  ]);
});

it("the initial forget bias is added to the forget gate's rows of bias_ih, and nowhere else", () => {
  const draw = (forgetBias: number) => {
    const { model, training } = experimentOf({ layers: [{ cell: 'gru' }, { cell: 'lstm', units: 3, forgetBias }] });
    const parameters = parametersOf(model, 5);
    return { parameters, values: initialise(model, parameters, Random.fromSeed(4), training.init) };
  };
  const [plain, open] = [draw(0), draw(2)];
  const { offset } = plain.parameters.find(({ name }) => name === 'rnn.bias_ih_l1')!;
  const added = open.values.map((value, i) => value - plain.values[i]!);
  const places = [...added.keys()].filter((i) => added[i] !== 0);
  expect(places).toEqual([3, 4, 5].map((row) => offset + row));
  for (const place of places) expect(added[place]).toBeCloseTo(2, 6);
});

describe('initial weights', () => {
  const layers = [
    { cell: 'lstm', units: 64 },
    { cell: 'gru', units: 16 },
  ];
  const { model, training } = experimentOf({ input: { embedding: 50 }, layers });
  const parameters = parametersOf(model, 300);
  const values = initialise(model, parameters, Random.fromSeed(1), training.init);
  const meanSquare = (name: string) => {
    const part = partOf(
      values,
      parameters.find((each) => each.name === name)!,
    );
    return part.reduce((sum, value) => sum + value * value, 0) / part.length;
  };

  it('of the embedding are normal', () => expect(Math.abs(meanSquare('embedding.weight') - 1)).toBeLessThan(0.05));

  it.each([
    ['rnn.weight_ih_l0', 64],
    ['rnn.weight_hh_l0', 64],
    ['rnn.bias_hh_l0', 64],
    ['rnn.weight_ih_l1', 16],
    ['rnn.weight_hh_l1', 16],
    ['head.weight', 16],
  ])('of %s are uniform within 1 / sqrt(%i), as in PyTorch', (name, units) => {
    const bound = 1 / Math.sqrt(units);
    const part = partOf(
      values,
      parameters.find((each) => each.name === name)!,
    );
    expect(Math.max(...part.map(Math.abs))).toBeLessThan(bound);
    expect(Math.max(...part)).toBeGreaterThan(0.95 * bound);
    expect(Math.min(...part)).toBeLessThan(-0.95 * bound);
    expect(Math.abs(meanSquare(name) / (bound ** 2 / 3) - 1)).toBeLessThan(0.15);
  });
});

const golden = new Golden('initialisers.safetensors');
const { draws, shapes } = golden.metadata<{ draws: number; shapes: Record<string, [number, number]> }>('settings');
const names = ['xavier-normal', 'xavier-uniform', 'kaiming-normal', 'orthogonal', 'identity'] as const;

describe.each(names)('%s', (name) => {
  it.each(Object.entries(shapes))(
    'has the moments that torch.nn.init has, in a %s matrix',
    (shape, [rows, columns]) => {
      const random = Random.fromSeed(3);
      const all = Array.from({ length: draws }, () => drawMatrix(name, rows, columns, random));
      const mean = (of: (x: number) => number) =>
        all.reduce((sum, each) => sum + each.reduce((part, x) => part + of(x), 0), 0) / (draws * rows * columns);
      const [first, second, fourth, greatest] = golden.numbers(`${name}.${shape}`) as unknown as number[];
      const deviation = Math.sqrt(second! / (draws * rows * columns));
      expect(Math.abs(mean((x) => x) - first!)).toBeLessThan(8 * deviation);
      expect(mean((x) => x * x) / second!).toBeCloseTo(1, 1.5);
      expect(mean((x) => x ** 4) / fourth!).toBeCloseTo(1, 1);
      if (name === 'xavier-uniform' || name === 'identity')
        expect(Math.max(...all.map((each) => Math.max(...each.map(Math.abs)))) / greatest!).toBeCloseTo(1, 3);
    },
  );

  it.each(Object.entries(shapes))(
    'has the products of its columns that torch.nn.init has, in a %s one',
    (shape, size) => {
      const random = Random.fromSeed(4);
      const [rows, columns] = size;
      const expected = golden.numbers(`${name}.${shape}.gram`);
      const mean = new Float64Array(expected.length);
      for (let i = 0; i < draws; i++)
        gram(drawMatrix(name, rows, columns, random), rows, columns).forEach((x, at) => (mean[at]! += x / draws));
      const isExact = name === 'orthogonal' || name === 'identity';
      expect(distance(mean, expected)).toBeLessThan(isExact ? 1e-12 : 0.1);
    },
  );
});

/** The products of the shorter side of a matrix with itself. */
function gram(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const isTall = rows >= columns;
  const [count, length] = isTall ? [columns, rows] : [rows, columns];
  const at = (i: number, k: number) => (isTall ? matrix[k * columns + i]! : matrix[i * columns + k]!);
  return Float64Array.from({ length: count * count }, (_, place) => {
    const [i, j] = [Math.floor(place / count), place % count];
    let sum = 0;
    for (let k = 0; k < length; k++) sum += at(i, k) * at(j, k);
    return sum;
  });
}

describe('the initialisers of an experiment', () => {
  const drawn = (init: object, seed = 1) => {
    const { model, training } = experimentOf(
      {
        layers: [
          { cell: 'lstm', units: 6 },
          { cell: 'gru', units: 5 },
        ],
      },
      { init },
    );
    const parameters = parametersOf(model, 9);
    const values = initialise(model, parameters, Random.fromSeed(seed), training.init);
    return new Map(parameters.map((each) => [each.name, { data: partOf(values, each), shape: each.shape }]));
  };
  const ofGate = (matrix: { data: Float32Array; shape: number[] }, gate: number, units: number) =>
    Float64Array.from(matrix.data.subarray(gate * units * matrix.shape[1]!, (gate + 1) * units * matrix.shape[1]!));
  const unit = (size: number) => Float64Array.from({ length: size * size }, (_, i) => Number(i % (size + 1) === 0));

  it('act each on its own matrices, of every layer', () => {
    const found = drawn({ input: 'identity', recurrent: 'orthogonal', head: 'kaiming-normal', bias: 'zero' });
    for (const [k, units] of [6, 5].entries()) {
      const recurrent = found.get(`rnn.weight_hh_l${k}`)!;
      expect(distance(gram(Float64Array.from(recurrent.data), recurrent.shape[0]!, units), unit(units))).toBeLessThan(
        1e-6,
      );
      const input = found.get(`rnn.weight_ih_l${k}`)!;
      expect(input.data.reduce((sum, x) => sum + x, 0)).toBe(Math.min(...input.shape));
      for (const name of [`rnn.bias_ih_l${k}`, `rnn.bias_hh_l${k}`])
        expect(found.get(name)!.data.every((x) => x === 0)).toBe(true);
    }
    expect(found.get('head.bias')!.data.every((x) => x === 0)).toBe(true);
    expect(Math.max(...found.get('head.weight')!.data)).toBeGreaterThan(1 / Math.sqrt(5)); // beyond what uniform has
    expect(Math.max(...found.get('embedding.weight')!.data)).toBeGreaterThan(1); // still normal(0, 1)
  });

  it('give each gate a matrix of its own where they are told so', () => {
    const found = drawn({ input: 'xavier-uniform', recurrent: 'orthogonal', perGate: true });
    const recurrent = found.get('rnn.weight_hh_l0')!;
    for (let gate = 0; gate < 4; gate++)
      expect(distance(gram(ofGate(recurrent, gate, 6), 6, 6), unit(6))).toBeLessThan(1e-6);
    const bound = Math.sqrt(6 / (6 + 4)); // of one gate: 6 rows, 4 columns
    const greatest = Math.max(...found.get('rnn.weight_ih_l0')!.data.map(Math.abs));
    expect(greatest).toBeLessThan(bound);
    expect(greatest).toBeGreaterThan(0.9 * bound);
  });

  it.each([0.9, 1.1, 1.5])('of spectral radius %d make every singular value of each gate that', (radius) => {
    const found = drawn({ recurrent: { name: 'spectral-radius', radius } });
    for (let gate = 0; gate < 3; gate++) {
      const squares = gram(ofGate(found.get('rnn.weight_hh_l1')!, gate, 5), 5, 5).map((x) => x / radius ** 2);
      expect(distance(squares, unit(5))).toBeLessThan(1e-6);
    }
  });

  it('draw the same from the same seed, and something else from another', () => {
    const init = { input: 'xavier-normal', recurrent: { name: 'spectral-radius', radius: 2 } };
    expect(drawn(init, 5)).toEqual(drawn(init, 5));
    expect(drawn(init, 6).get('rnn.weight_hh_l0')).not.toEqual(drawn(init, 5).get('rnn.weight_hh_l0'));
  });
});
