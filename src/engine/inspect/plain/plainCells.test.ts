import { describe, expect, it } from 'vitest';
import { experimentSchema, type Experiment } from '../../../protocol/experiment';
import { Generator } from '../../kernels/testing/generator';
import { parametersOf, partOf, sizeOf } from '../../weights/parameters';
import { distance } from '../../model/testing/golden';
import { PlainModel, type Nudge } from '../../model/testing/plainModel';
import { hiddenOf, type PlainState, type PlainStep } from './plainCell';
import { PlainNetwork, type PlayLayer } from './plainNetwork';
import { logSumExp } from '../reading/softmax';

const [vocabulary, time] = [6, 5];

const modelOf = (layers: object[], head: object[] = []): Experiment['model'] =>
  experimentSchema.parse({
    data: { path: 'x' },
    model: { input: { embedding: 3 }, layers, ...(head.length > 0 ? { head: { hidden: head } } : {}) },
  }).model;

const layer = (activation: string, units = 3) => ({ units, activation });
const deep = { cell: 'deep', units: 4 };
const paths = { hiddenToHidden: [layer('sigmoid')], inputToHidden: [layer('sigmoid'), layer('sigmoid', 2)] };
const functions = { hiddenToHidden: [layer('sigmoid'), layer('sigmoid', 2)] };

const models: Record<string, Experiment['model']> = {
  additive: modelOf([{ ...deep, ...paths }]),
  'additive, of other activations, below another': modelOf([
    { ...deep, activation: 'identity', hiddenToHidden: [layer('tanh'), layer('relu', 5)] },
    { ...deep, activation: 'sigmoid', inputToHidden: [layer('identity')] },
  ]),
  nested: modelOf([{ ...deep, transition: 'nested', ...functions }]),
  'nested without hidden layers': modelOf([{ ...deep, transition: 'nested', activation: 'sigmoid' }]),
  'Jordan, fed back by a deep head': modelOf([{ cell: 'jordan', units: 4 }], [layer('tanh')]),
  'Jordan of logits, above a GRU': modelOf([
    { cell: 'gru', units: 3 },
    { cell: 'jordan', units: 4, feedback: 'logits', activation: 'sigmoid' },
  ]),
  'Jordan with teacher forcing': modelOf([{ cell: 'jordan', units: 4, teacherForcing: true }]),
  'feed-forward, direct, below an LSTM': modelOf([
    { cell: 'feed-forward', units: 4, context: 3, direct: true },
    { cell: 'lstm', units: 3 },
  ]),
  'two feed-forward layers': modelOf([
    { cell: 'feed-forward', units: 4, context: 2 },
    { cell: 'feed-forward', units: 3, context: 3, direct: true },
  ]),
  'an LSTM under a head with two hidden layers': modelOf(
    [{ cell: 'lstm', units: 4 }],
    [layer('sigmoid'), layer('tanh')],
  ),
};

/** A text, weights, and the network in plain numbers beside the reference in float64. */
function drawOf(model: Experiment['model'], values = drawValues(model)) {
  const draw = new Generator(4);
  const [symbols, targets] = [draw.symbols(time, vocabulary), draw.symbols(time, vocabulary)];
  const network = new PlainNetwork(model, vocabulary, values);
  const reference = new PlainModel(model, vocabulary, PlainModel.weightsOf(model, vocabulary, values));
  const losses = (nudge?: Nudge) => reference.losses(symbols, targets, 1, nudge);
  return { network, symbols, targets, losses };
}

const drawValues = (model: Experiment['model']) =>
  new Generator(3).numbers(sizeOf(parametersOf(model, vocabulary)), 0.8);

/** Every time step, and the loss of each prediction. */
function read({ network, symbols, targets }: ReturnType<typeof drawOf>, play?: PlayLayer) {
  let states = network.zeroState();
  const steps: PlainStep[][] = [];
  const losses = Array.from(symbols, (symbol, t) => {
    const step = network.step(symbol, states, play);
    states = step.map(({ state }) => state);
    steps.push(step);
    const logits = network.predict(step);
    return logSumExp(logits) - logits[targets[t]!]!;
  });
  return { steps, losses };
}

/** dL/dh of every time step in total, by layer, of the sum of all losses. */
function totals(draw: ReturnType<typeof drawOf>): PlainState[][] {
  const { steps } = read(draw);
  let carried: PlainState[] | undefined;
  const found: PlainState[][] = [];
  for (let t = time - 1; t >= 0; t--) {
    const logits = draw.network.predict(steps[t]!);
    const sum = logSumExp(logits);
    const byLogits = logits.map((logit, i) => Math.exp(logit - sum) - (i === draw.targets[t] ? 1 : 0));
    const gradient = draw.network.stepBack(steps[t]!, byLogits, carried);
    carried = gradient.carried;
    found.unshift(gradient.total);
  }
  return found;
}

describe.each(Object.keys(models))('%s, in plain numbers,', (name) => {
  const model = models[name]!;

  it('is what a derivation in float64 gives, step by step', () => {
    const draw = drawOf(model);
    const expected: Map<string, number[]> = new Map();
    const losses = draw.losses((k, t, _lane, part, values) => expected.set(`${k} ${t} ${part}`, [...values]));
    const found = read(draw);
    expect(distance(found.losses, losses)).toBeLessThan(1e-12);
    found.steps.forEach((layers, t) =>
      layers.forEach((step, k) => {
        expect(distance(hiddenOf(step), expected.get(`${k} ${t + 1} h`)!)).toBeLessThan(1e-12);
        expect(distance(step.x, expected.get(`${k} ${t + 1} x`)!)).toBeLessThan(1e-12);
      }),
    );
  });

  it('has the gradients of finite differences', () => {
    const draw = drawOf(model);
    const found = totals(draw);
    const sum = (nudge: Nudge) => draw.losses(nudge).reduce((all, loss) => all + loss);
    model.layers.forEach(({ cell }, k) => {
      const nudged = cell === 'feed-forward' ? 'x' : 'h';
      found.forEach((layers, t) => {
        const slopes = Array.from(layers[k]!.h, (_, unit) => {
          const at = (by: number) =>
            sum((...[ofLayer, ofTime, , part, values]) => {
              if (ofLayer === k && ofTime === t + 1 && part === nudged) values[unit]! += by;
            });
          return (at(1e-5) - at(-1e-5)) / 2e-5;
        });
        expect(distance(layers[k]!.h, slopes), `layer ${k}, t = ${t}`).toBeLessThan(1e-8);
      });
    });
  });
});

describe('what is set in a deep transition', () => {
  /** The hidden layers of sigmoids whose unit 1 is set, and the bias that says the same where it is large. */
  it.each([
    ['additive', 'xh1', 'bias_ih_0'],
    ['additive', 'xh2', 'bias_ih_1'],
    ['additive', 'hh1', 'bias_hh_0'],
    ['nested', 'f1', 'bias_ih'],
    ['nested', 'f2', 'bias_1'],
  ])('acts on all that follows as a bias does that opens or closes the unit: %s, %s', (name, quantity, bias) => {
    const model = models[name]!;
    for (const value of [0, 1]) {
      const values = drawValues(model);
      const draw = drawOf(model, values.slice());
      const set = read(draw, (_, played, numbers) => void (played === quantity && (numbers[1] = value)));
      const parameter = parametersOf(model, vocabulary).find((each) => each.layer?.stem === bias)!;
      partOf(values, parameter)[1] = value === 1 ? 1e4 : -1e4;
      const expected: number[] = [];
      const losses = drawOf(model, values).losses(
        (_k, _t, _lane, part, h) => void (part === 'h' && expected.push(...h)),
      );
      expect(distance(set.losses, losses)).toBeLessThan(1e-9);
      const h = set.steps.flatMap(([step]) => [...step!.state.h]);
      expect(distance(h, expected)).toBeLessThan(1e-9);
      expect(
        distance(
          h,
          read(draw).steps.flatMap(([step]) => [...step!.state.h]),
        ),
      ).toBeGreaterThan(1e-3);
      expect(set.steps[2]![0]!.gates[quantity]![1]).toBe(value);
    }
  });

  it.each(Object.keys(models))('may be the hidden state itself, which goes on from there: %s', (name) => {
    const draw = drawOf(models[name]!);
    const set = read(draw, (k, quantity, values) => void (k === 0 && quantity === 'h' && (values[2] = 1)));
    const losses = draw.losses((k, _t, _lane, part, values) => void (k === 0 && part === 'h' && (values[2] = 1)));
    expect(distance(set.losses, losses)).toBeLessThan(1e-9);
  });
});

it('sums stand beside what is an activation of them, and nothing else does', () => {
  const sigmoid = (sum: number) => 1 / (1 + Math.exp(-sum));
  const squash = { xh1: sigmoid, xh2: sigmoid, hh1: sigmoid, h: Math.tanh };
  const { sums, gates, state } = read(drawOf(models['additive']!)).steps[3]![0]!;
  expect(Object.keys(sums).sort()).toEqual(Object.keys(squash).sort());
  for (const [name, of] of Object.entries(squash))
    expect(distance(sums[name]!.map(of), gates[name] ?? state.h)).toBeLessThan(1e-12);
  const others = ['nested', 'Jordan with teacher forcing', 'two feed-forward layers'];
  expect(others.map((name) => Object.keys(read(drawOf(models[name]!)).steps[0]![0]!.sums))).toEqual([
    ['f1', 'f2', 'h'],
    ['h'],
    ['h'],
  ]);
});
