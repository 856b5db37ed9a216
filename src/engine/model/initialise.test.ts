import { describe, expect, it } from 'vitest';
import { experimentOf } from './testing/text';
import { Golden } from './testing/golden';
import { initialise } from './initialise';
import { parametersOf, partOf } from './parameters';
import { Random } from './random';

describe('the parameters of a model', () => {
  it.each(['lstm', 'gru', 'elman'])("of %s have PyTorch's names and shapes", (cell) => {
    const weights = new Golden(`curves/${cell}.safetensors`).under('weights.');
    const { model } = experimentOf({ input: { embedding: 32 }, layers: [{ cell, units: 64 }] });
    const found = parametersOf(model, 65);
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
    const { model } = experimentOf({ layers: [{ cell: 'gru' }, { cell: 'lstm', units: 3, forgetBias }] });
    const parameters = parametersOf(model, 5);
    return { parameters, values: initialise(model, parameters, Random.fromSeed(4)) };
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
  const { model } = experimentOf({ input: { embedding: 50 }, layers });
  const parameters = parametersOf(model, 300);
  const values = initialise(model, parameters, Random.fromSeed(1));
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
