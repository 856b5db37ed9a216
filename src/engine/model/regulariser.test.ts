import { setBackend, tensor, tensor2d, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { experimentSchema, type Experiment } from '../../protocol/experiment';
import { equationsOf } from '../cells/free/equations';
import { freeCellOf } from '../cells/free/freeCellOf';
import { isFree, type DerivedLayer } from '../cells/free/freeLayer';
import { isOfHead } from '../cells/headParameters';
import { stackPlace } from '../cells/layerWidths';
import { Generator } from '../kernels/testing/generator';
import { parametersOf, sizeOf } from '../weights/parameters';
import { regulariser } from './regulariser';
import { distance } from './testing/golden';
import { learned } from './testing/learned';
import { PlainModel, type PlainState } from './testing/plainModel';
import { kernelTargets, startTarget } from './testing/targets';

const [vocabulary, inputs, units, rows] = [5, 3, 4, 6];
const hidden = [{ units: 3, activation: 'tanh' }];

const layers = [
  { cell: 'elman' },
  { cell: 'elman', activation: 'identity' },
  { cell: 'elman', activation: 'sigmoid' },
  { cell: 'lstm' },
  { cell: 'lstm', candidate: 'sigmoid' },
  { cell: 'lstm', peephole: 'diagonal' },
  { cell: 'lstm', peephole: 'full' },
  { cell: 'gru' },
  { cell: 'gru', update: 'replace' },
  { cell: 'gru', reset: 'before' },
  { cell: 'deep', hiddenToHidden: hidden, inputToHidden: hidden },
  { cell: 'deep', transition: 'nested', activation: 'sigmoid', hiddenToHidden: hidden },
  { cell: 'jordan' },
  { cell: 'jordan', feedback: 'logits' },
];

const modelOf = (layer: object): Experiment['model'] =>
  experimentSchema.parse({
    data: { path: 'x' },
    model: { input: { embedding: inputs }, layers: [{ ...layer, units }] },
  }).model;

/** Weights, states, inputs and gradients of some rows, always the same. */
function drawOf(model: Experiment['model']) {
  const draw = new Generator(11);
  const values = draw.numbers(sizeOf(parametersOf(model, vocabulary)), 0.7);
  const matrix = (width: number) => Array.from({ length: rows }, () => [...draw.numbers(width, 1)]);
  return { values, x: matrix(inputs), h: matrix(units), c: matrix(units), byH: matrix(units), byC: matrix(units) };
}

/** What the regulariser finds, by name; the gradients by c are given without what goes through h of the same step. */
function found(model: Experiment['model']): Map<string, ArrayLike<number>> {
  const { values, x, h, c, byH, byC } = drawOf(model);
  const [layer, place] = [model.layers[0]!, stackPlace(model, vocabulary)];
  const cell = isFree(layer) ? freeCellOf(layer, place) : equationsOf(layer as DerivedLayer, place);
  const weights: Record<string, Tensor> = {};
  for (const { name, shape, offset, size, layer: own } of parametersOf(model, vocabulary))
    if (own || (layer.cell === 'jordan' && isOfHead(name)))
      weights[own?.stem ?? name] = tensor(values.slice(offset, offset + size), shape);
  const plain = new PlainModel(model, vocabulary, PlainModel.weightsOf(model, vocabulary, values));
  const throughH = (row: number, u: number) => {
    const along = (by: number) => {
      const moved = (cell: number[]) => (cell[u]! += by);
      return dot(byH[row]!, plain.step(0, x[row]!, { h: h[row]!, c: c[row]! }, 0, moved).h);
    };
    return (along(h1) - along(-h1)) / (2 * h1);
  };
  const total = () => byC.map((all, row) => all.map((value, u) => value + throughH(row, u)));
  const state = (ofH: number[][], ofC: () => number[][]) =>
    cell.hasCellState ? { h: tensor2d(ofH), c: tensor2d(ofC()) } : { h: tensor2d(ofH) };
  const result = regulariser(cell, weights, {
    x: tensor2d(x),
    symbols: undefined,
    before: state(h, () => c),
    gradient: state(byH, total),
  });
  return new Map<string, ArrayLike<number>>([
    ['value', [result.value]],
    ...Object.entries(result.weights).map(([name, gradient]) => [name, gradient.dataSync()] as const),
  ]);
}

/** The regulariser in float64: of the step's Jacobian by finite differences. */
function plainValue(model: Experiment['model'], weights: ReturnType<typeof PlainModel.weightsOf>): number {
  const { x, h, c, byH, byC } = drawOf(model);
  const plain = new PlainModel(model, vocabulary, weights);
  const hasCellState = model.layers[0]!.cell === 'lstm';
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const direction = hasCellState ? [...byH[row]!, ...byC[row]!] : byH[row]!;
    const before = hasCellState ? [...h[row]!, ...c[row]!] : h[row]!;
    const after = (state: number[]) => {
      const found: PlainState = plain.step(0, x[row]!, { h: state.slice(0, units), c: state.slice(units) }, 0);
      return hasCellState ? [...found.h, ...found.c!] : found.h;
    };
    const squares = before.map((_, i) => {
      const along = (by: number) => dot(direction, after(before.map((value, j) => (i === j ? value + by : value))));
      return ((8 * (along(h1) - along(-h1)) - (along(2 * h1) - along(-2 * h1))) / (12 * h1)) ** 2;
    });
    sum += (Math.sqrt(squares.reduce((all, square) => all + square, 0) / dot(direction, direction)) - 1) ** 2;
  }
  return sum;
}

const h1 = 1e-3;
const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** Value and gradients of the regulariser in float64, by finite differences; one backend asks for what another has asked. */
const plainOf = remembered((layer: object) => {
  const model = modelOf(layer);
  const weights = PlainModel.weightsOf(model, vocabulary, drawOf(model).values);
  const value = plainValue(model, weights);
  const gradients = parametersOf(model, vocabulary).map(({ name }) => {
    const { data } = weights.get(name)!;
    const gradient = Array.from(data, (value, i) => {
      const at = (by: number) => {
        data[i] = value + by;
        const found = plainValue(model, weights);
        data[i] = value;
        return found;
      };
      return (at(1e-4) - at(-1e-4)) / 2e-4;
    });
    return [name, gradient] as const;
  });
  return { value, gradients: new Map(gradients) };
});

function remembered<K, V>(find: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? find(key);
    known.set(key, value);
    return value;
  };
}

describe.each(['wasm', 'cpu'])('the regulariser on %s', (backend) => {
  beforeAll(async () => {
    await startTarget('reference');
    await setBackend(backend);
  });

  it.each(layers)('of %j has value and gradients of finite differences in float64', (layer) => {
    const model = modelOf(layer);
    const all = found(model);
    const plain = plainOf(layer);
    expect(distance(all.get('value')!, [plain.value])).toBeLessThan(1e-5);
    for (const { name, layer: own } of parametersOf(model, vocabulary)) {
      const gradient = all.get(own?.stem ?? name);
      if (!gradient) continue;
      const expected = plain.gradients.get(name)!;
      if (Math.max(...expected.map(Math.abs)) < 1e-7)
        expect(Math.max(...Array.from(gradient, Math.abs)), name).toBeLessThan(1e-5);
      else expect(distance(gradient, expected), name).toBeLessThan(1e-4);
    }
  });

  it('of an Elman cell is its closed form', () => {
    const model = modelOf({ cell: 'elman' });
    const { values, x, h, byH } = drawOf(model);
    const weights = PlainModel.weightsOf(model, vocabulary, values);
    const plain = new PlainModel(model, vocabulary, weights);
    const w = weights.get('rnn.weight_hh_l0')!.data;
    const expected = {
      value: 0,
      weight_hh: new Float64Array(units * units),
      weight_ih: new Float64Array(units * inputs),
      bias_ih: new Float64Array(units),
    };
    for (let row = 0; row < rows; row++) {
      const after = plain.step(0, x[row]!, { h: h[row]! }, 0).h;
      const norm = Math.sqrt(dot(byH[row]!, byH[row]!));
      const v = byH[row]!.map((value) => value / norm);
      const q = v.map((value, i) => value * (1 - after[i]! ** 2)); // v * phi'(a)
      const u = h[row]!.map((_, j) => q.reduce((sum, value, i) => sum + value * w[i * units + j]!, 0)); // q W
      const length = Math.sqrt(dot(u, u));
      expected.value += (length - 1) ** 2;
      const g = u.map((value) => (2 * (length - 1) * value) / length);
      const s = v.map(
        (value, i) =>
          dot([...w.subarray(i * units, (i + 1) * units)], g) * value * -2 * after[i]! * (1 - after[i]! ** 2),
      );
      for (let i = 0; i < units; i++) {
        for (let j = 0; j < units; j++) expected.weight_hh[i * units + j]! += q[i]! * g[j]! + s[i]! * h[row]![j]!;
        for (let j = 0; j < inputs; j++) expected.weight_ih[i * inputs + j]! += s[i]! * x[row]![j]!;
        expected.bias_ih[i]! += s[i]!;
      }
    }
    const all = found(model);
    expect(distance(all.get('value')!, [expected.value])).toBeLessThan(1e-5);
    for (const name of ['weight_hh', 'weight_ih', 'bias_ih'] as const)
      expect(distance(all.get(name)!, expected[name]), name).toBeLessThan(1e-5);
  });
});

describe.each(kernelTargets)('beside layers that %s kernels carry', (kernels) => {
  it('is added to the gradient as the composed layers add it, in stacks of all kinds', async () => {
    const layers = [
      { cell: 'lstm', units: 4 },
      { cell: 'gru', units: 3 },
      { cell: 'feed-forward', units: 3 },
      { cell: 'elman', units: 3 },
      { cell: 'deep', units: 3 },
      { cell: 'jordan', units: 3 },
    ];
    const [without, ...both] = [undefined, 'reference', kernels] as const;
    await startTarget('reference');
    const plain = learned({ layers }, { regulariser: without });
    const found = [];
    for (const target of both) {
      await startTarget(target);
      found.push(learned({ layers }, { regulariser: { coefficient: 2 } }));
    }
    for (const [name, numbers] of found[0]!) expect(distance(found[1]!.get(name)!, numbers), name).toBeLessThan(1e-5);
    expect(distance(found[0]!.get('rnn.weight_hh_l0')!, plain.get('rnn.weight_hh_l0')!)).toBeGreaterThan(0.01);
  });
});
