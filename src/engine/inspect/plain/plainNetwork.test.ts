import { describe, expect, it } from 'vitest';
import { parametersOf, partOf } from '../../weights/parameters';
import { distance } from '../../model/testing/golden';
import { PlainNetwork, type PlayLayer } from './plainNetwork';
import { readGoldenTrace } from '../testing/goldenTrace';

describe.each(['lstmDiagonal', 'lstmFullSigmoid'])('an LSTM with peepholes in plain numbers, %s,', (name) => {
  const { golden, model, vocabulary, values, symbols } = readGoldenTrace(name);
  const network = new PlainNetwork(model, vocabulary.size, values);

  /** Reads from the beginning and answers the time steps 100 to 130. */
  const read = (play?: PlayLayer) => {
    let states = network.zeroState();
    return Array.from(symbols.subarray(0, 131), (symbol, t) => {
      const steps = network.step(symbol, states, t < 100 ? undefined : play);
      states = steps.map(({ state }) => state);
      return steps;
    }).slice(100);
  };

  it.each([
    ['gateZero', (values: Float64Array) => values.fill(0)],
    ['unitOne', (values: Float64Array) => (values[3] = 1)],
  ])('is played with as float64 says: %s', (change, set) => {
    const steps = read((layer, quantity, values) => void (layer === 0 && quantity === 'forget' && set(values)));
    const logits = steps.flatMap((each) => [...network.predict(each)]);
    expect(distance(logits, golden.numbers(`played.${change}.logits`))).toBeLessThan(1e-5);
    const cells = model.layers.flatMap((_, k) => steps.flatMap((each) => [...each[k]!.state.c!]));
    expect(distance(cells, golden.numbers(`played.${change}.c`))).toBeLessThan(1e-5);
  });

  it('says of each gate what came through its peephole: weights times the cell state that it saw', () => {
    const parameter = parametersOf(model, vocabulary.size).find((each) => each.name === 'rnn.weight_ch_l0')!;
    const weights = partOf(values, parameter);
    const { units } = model.layers[0]!;
    const { before, state, sums, seen, gates } = read()[7]![0]!;
    const share = (row: number, c: Float64Array): number =>
      parameter.shape.length === 1
        ? weights[row]! * c[row % units]!
        : c.reduce((sum, value, i) => sum + weights[row * units + i]! * value, 0);
    (['input', 'forget', 'output'] as const).forEach((gate, at) => {
      const c = gate === 'output' ? state.c! : before.c!;
      expect(seen![gate]![3]).toBeCloseTo(share(at * units + 3, c), 9);
      expect(1 / (1 + Math.exp(-sums[gate]![3]!))).toBeCloseTo(gates[gate]![3]!, 9);
    });
  });
});
