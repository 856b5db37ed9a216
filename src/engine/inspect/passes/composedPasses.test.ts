import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { experimentSchema, type Experiment } from '../../../protocol/experiment';
import { Generator } from '../../kernels/testing/generator';
import { readRows, type Rows } from '../../kernels/rows';
import { ComposedModel } from '../../model/composedModel';
import { parametersOf, sizeOf } from '../../weights/parameters';
import { distance } from '../../model/testing/golden';
import { startTarget } from '../../model/testing/targets';
import { PlainNetwork } from '../plain/plainNetwork';
import { widthOf } from '../reading/quantities';
import { StateLayout } from './stateLayout';
import { composedPasses, plainPasses, type TracedModel } from './tracedModel';

const [vocabulary, lanes, time] = [9, 3, 6];
const hidden = [{ units: 4, activation: 'sigmoid' }];
const modelOf = (model: object): Experiment['model'] =>
  experimentSchema.parse({ data: { path: 'x' }, model: { input: { embedding: 4 }, ...model } }).model;
const numbersOf = (rows: Rows) => readRows(rows, 0, rows.rows);

const known = [
  { cell: 'lstm', units: 5 },
  { cell: 'gru', units: 4 },
  { cell: 'elman', units: 6 },
];
const free = [
  { cell: 'feed-forward', units: 5, context: 3, direct: true },
  { cell: 'deep', units: 5, hiddenToHidden: hidden, inputToHidden: hidden },
  { cell: 'lstm', units: 3 },
  { cell: 'jordan', units: 4 },
];

/** Networks inside of a layer or of the head, by their number of layers. */
const inside = (...activations: string[]) => activations.map((activation, i) => ({ units: 3 + i, activation }));
const deep = { cell: 'deep', units: 5 };

/** Models that plain numbers know as tensors do. */
const models: Record<string, object> = {
  'LSTM, GRU and Elman': { layers: known },
  'all other cells, under a head with hidden layers': { layers: free, head: { hidden } },
  'a one-hot input and a deep head': { input: 'one-hot', layers: [known[0]], head: { hidden: inside('relu', 'tanh') } },
  'additive, without hidden layers': { layers: [{ ...deep, activation: 'sigmoid' }] },
  'additive, of two paths': {
    layers: [{ ...deep, hiddenToHidden: inside('tanh', 'relu'), inputToHidden: inside('identity', 'sigmoid', 'tanh') }],
  },
  ...Object.fromEntries(
    [[], ['relu'], ['tanh', 'sigmoid', 'identity']].map((names) => [
      `nested, with ${names.length} hidden layers`,
      {
        layers: [
          { ...deep, transition: 'nested', hiddenToHidden: inside(...names) },
          { cell: 'elman', units: 3 },
        ],
      },
    ]),
  ),
  ...Object.fromEntries(
    [
      { feedback: 'softmax' },
      { feedback: 'logits', activation: 'relu' },
      { teacherForcing: true, activation: 'sigmoid' },
    ].map((options) => [
      `Jordan ${JSON.stringify(options)}`,
      {
        layers: [
          { cell: 'gru', units: 3 },
          { cell: 'jordan', units: 4, ...options },
        ],
      },
    ]),
  ),
  ...Object.fromEntries(
    [1, 4].flatMap((context) =>
      [false, true].map((direct) => [
        `feed-forward over ${context}, ${direct ? 'direct' : 'not direct'}`,
        { layers: [{ cell: 'feed-forward', units: 5, context, direct }] },
      ]),
    ),
  ),
};

/** Weights, texts and states of a model, always the same. */
function drawOf(model: Experiment['model'], states: StateLayout) {
  const draw = new Generator(3);
  const values = draw.numbers(sizeOf(parametersOf(model, vocabulary)), 0.6);
  const [symbols, targets] = [0, 1].map(() => draw.symbols(2 * time * lanes, vocabulary)) as [Int32Array, Int32Array];
  return { values, symbols, targets, initial: [draw.numbers(states.size, 1), undefined, draw.numbers(states.size, 1)] };
}

const composed = (model: Experiment['model'], values: Float32Array, states: StateLayout): TracedModel => {
  const network = new ComposedModel(model, vocabulary, values);
  const plain = new PlainNetwork(model, vocabulary, values);
  return { model, vocabulary, states, plain, cost: 1, ...composedPasses(network, states) };
};

const inPlainNumbers = (model: Experiment['model'], values: Float32Array, states: StateLayout): TracedModel => {
  const plain = new PlainNetwork(model, vocabulary, values);
  return { model, vocabulary, states, plain, cost: 1, ...plainPasses(plain, states) };
};

/** The gradients by all states, in one window or in two that hang together. */
function gradientsOf(traced: TracedModel, model: Experiment['model'], isChained: boolean): Map<string, number[]> {
  const { symbols, targets, initial } = drawOf(model, traced.states);
  const found = new Map<string, number[]>();
  const note = (pass: ReturnType<TracedModel['gradientPass']>) =>
    model.layers.forEach((_, k) => {
      for (const [name, rows] of Object.entries(pass.gradients(k)) as [string, Rows | undefined][])
        if (rows) found.set(`${name} ${k}`, [...numbersOf(rows), ...(found.get(`${name} ${k}`) ?? [])]);
    });
  const pass = traced.gradientPass(lanes, 2 * time);
  if (isChained) {
    const middle = time * lanes;
    const reader = traced.tracePass(lanes, time, false);
    reader.begin(initial);
    reader.forward(symbols.subarray(0, middle));
    pass.begin(reader.statesAfter());
    pass.backward(symbols.subarray(middle), targets.subarray(middle), time - 2);
    note(pass);
    pass.begin(initial);
    pass.backward(symbols.subarray(0, middle), targets.subarray(0, middle), time, true);
    reader.dispose();
  } else {
    pass.begin(initial);
    pass.backward(symbols, targets, 2 * time - 2);
  }
  note(pass);
  pass.dispose();
  return found;
}

beforeAll(() => startTarget('reference'));

describe('texts traced by tensor operations', () => {
  it.each(Object.keys(models))('are as in plain numbers: %s', (name) => {
    const model = modelOf(models[name]!);
    const states = new StateLayout(model, vocabulary);
    const { values, symbols, targets, initial } = drawOf(model, states);
    const plain = inPlainNumbers(model, values.slice(), states);
    const before = memory().numTensors;
    const tensors = composed(model, values, states);
    const [one, other] = [plain, tensors].map((each) => {
      const pass = each.tracePass(lanes, 2 * time, true);
      pass.begin(initial);
      pass.forward(symbols);
      return pass;
    });
    expect(distance(other!.losses(targets), one!.losses(targets))).toBeLessThan(1e-5);
    model.layers.forEach((_, k) => {
      const [expected, found] = [one!.trace(k), other!.trace(k)];
      expect([...expected.gates.keys()].sort()).toEqual([...found.gates.keys()].sort());
      for (const [name, rows] of expected.gates)
        expect(distance(numbersOf(found.gates.get(name)!), numbersOf(rows))).toBeLessThan(1e-5);
      expect(distance(numbersOf(found.h), numbersOf(expected.h))).toBeLessThan(1e-5);
    });
    one!
      .statesAfter()
      .forEach((state, lane) => expect(distance(other!.statesAfter()[lane]!, state)).toBeLessThan(1e-5));
    const truth = gradientsOf(plain, model, false);
    for (const isChained of [false, true])
      for (const [name, numbers] of gradientsOf(tensors, model, isChained))
        expect(distance(numbers, truth.get(name)!), name).toBeLessThan(1e-5);
    [one, other, tensors].forEach((each) => each!.dispose());
    expect(memory().numTensors).toBe(before);
  });

  it('hang together from window to window where TensorFlow.js finds the gradients', () => {
    const model = modelOf({ layers: free, head: { hidden } });
    const states = new StateLayout(model, vocabulary);
    const { values, symbols, initial } = drawOf(model, states);
    const traced = composed(model, values, states);
    const whole = gradientsOf(traced, model, false);
    for (const [name, numbers] of gradientsOf(traced, model, true))
      expect(distance(numbers, whole.get(name)!), name).toBeLessThan(1e-5);
    const [once, twice] = [1, 2].map((pieces) => {
      const pass = traced.tracePass(lanes, 2 * time, true);
      pass.begin(initial);
      const each = symbols.length / pieces;
      for (let at = 0; at < symbols.length; at += each) {
        if (at > 0) pass.carry();
        pass.forward(symbols.subarray(at, at + each));
      }
      return pass;
    });
    once!
      .statesAfter()
      .forEach((state, lane) => expect(distance(twice!.statesAfter()[lane]!, state)).toBeLessThan(1e-5));
    model.layers.forEach((_, k) => {
      const { h, gates } = once!.trace(k);
      for (const [name, rows] of [...gates, ['h', h] as const])
        if (name !== 'h') expect(rows.columns, name).toBe(widthOf(traced, k, name));
    });
    expect([...once!.trace(1).gates.keys()]).toEqual(['xh1', 'hh1']);
  });
});
