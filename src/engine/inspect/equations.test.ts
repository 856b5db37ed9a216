import { describe, expect, it } from 'vitest';
import type { Described } from '../../protocol/equations/described';
import { equationsOf } from '../../protocol/equations/equationsOf';
import { plainFormula } from '../../protocol/equations/formula';
import { compute, type Value } from '../../protocol/equations/testing/compute';
import { notations, type Notation } from '../../protocol/notation';
import type { PlainCell } from './plain/plainCell';
import { PlainElman } from './plain/plainElman';
import { PlainGru } from './plain/plainGru';
import { PlainLstm } from './plain/plainLstm';

/*
 * The equations that are shown, computed as they stand for one unit and one input, against the cells in plain numbers.
 */

const x = 0.7;
const before = { h: -0.4, c: 0.9 };
/** Any weights of one unit: rows i, f, g, o or r, z, n; the peepholes of i, f, o. */
const rows = (seed: number, count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(seed + 2.3 * i));
const weights = (gates: number) => ({
  weight_ih: rows(1, gates),
  weight_hh: rows(2, gates),
  bias_ih: rows(3, gates),
  bias_hh: rows(4, gates),
  weight_ch: rows(5, 3),
});
type Weights = ReturnType<typeof weights>;

type Known = Record<string, Value>;

/** What each parameter of a source is, by the gates in PyTorch's order and what the source marks them with. */
const parametersOf: Record<Notation, (w: Weights, row: number, of: string, pytorch: string) => Known> = {
  pytorch: (w, row, _, of) => ({
    ...{ [`W_{i${of}}`]: w.weight_ih[row]!, [`W_{h${of}}`]: w.weight_hh[row]! },
    ...{ [`b_{i${of}}`]: w.bias_ih[row]!, [`b_{h${of}}`]: w.bias_hh[row]! },
  }),
  goodfellow: (w, row, of) => ({
    ...{ [`U${of && `^${of}`}`]: w.weight_ih[row]!, [`W${of && `^${of}`}`]: w.weight_hh[row]! },
    [`b${of && `^${of}`}`]: w.bias_ih[row]! + w.bias_hh[row]!,
  }),
  colah: (w, row, of) => ({
    [`W${of && `_${of}`}`]: [w.weight_hh[row]!, w.weight_ih[row]!],
    [`b${of && `_${of}`}`]: w.bias_ih[row]! + w.bias_hh[row]!,
  }),
};

const marks: Record<string, Record<Notation, string>> = {
  lstm: { pytorch: 'ifgo', goodfellow: 'gf o', colah: 'ifCo' },
  gru: { pytorch: 'rzn', goodfellow: 'ru ', colah: 'rz ' },
  elman: { pytorch: 'h', goodfellow: ' ', colah: ' ' },
};

function known(layer: Described, notation: Notation, w: Weights): Known {
  const all = marks[layer.cell]!;
  const gates = [...all[notation]].map((of, row) => parametersOf[notation](w, row, of.trim(), all['pytorch']![row]!));
  return Object.assign({}, ...gates, peepholes(layer, notation, w), afterReset(layer, notation, w)) as Known;
}

function peepholes(
  { peephole = 'none' }: Described,
  notation: Notation,
  { weight_ch: p, weight_hh, weight_ih }: Weights,
): Known {
  const [i, f, o] = [p[0]!, p[1]!, p[2]!];
  const isFull = peephole === 'full';
  if (peephole === 'none') return {};
  if (notation === 'pytorch') {
    const W = isFull ? 'W' : 'w';
    return { [`${W}_{ci}`]: i, [`${W}_{cf}`]: f, [`${W}_{co}`]: o };
  }
  if (notation === 'goodfellow') return isFull ? { 'P^g': i, 'P^f': f, 'P^o': o } : { 'p^g': i, 'p^f': f, 'p^o': o };
  if (!isFull) return { p_i: i, p_f: f, p_o: o };
  const row = (seen: number, at: number) => [seen, weight_hh[at]!, weight_ih[at]!];
  return { W_i: row(i, 0), W_f: row(f, 1), W_o: row(o, 3) };
}

/** Where the reset gate acts after the product, the two halves of the candidate's sum stand apart. */
const afterReset = ({ cell, reset }: Described, notation: Notation, w: Weights): Known =>
  cell === 'gru' && reset === 'after' && notation !== 'pytorch'
    ? { W: w.weight_hh[2]!, U: w.weight_ih[2]!, b: w.bias_ih[2]!, 'b′': w.bias_hh[2]! }
    : {};

/** Every quantity of a layer by its equations. */
function byEquations(layer: Described, notation: Notation, w: Weights): Record<string, number> {
  const parameters = known(layer, notation, w);
  const found: Record<string, number> = {};
  for (const { quantity, right } of equationsOf(layer, notation))
    found[quantity] = compute(right, (letter) => {
      if (letter.kind === 'input') return x;
      if (letter.kind === 'parameter') return parameters[plainFormula([letter])]!;
      return letter.isBefore ? before[letter.quantity as 'h' | 'c'] : found[letter.quantity!]!;
    });
  return found;
}

function check(layer: Described, cell: PlainCell, w: Weights): void {
  const state = { h: Float64Array.of(before.h), c: Float64Array.of(before.c) };
  const step = cell.forward(Float64Array.of(x), state, undefined as never);
  const expected = { ...step.gates, ...step.state };
  for (const notation of notations) {
    const found = byEquations(layer, notation, w);
    for (const [name, [value]] of Object.entries(expected))
      expect(found[name], `${name}, ${notation}`).toBeCloseTo(value!, 10);
  }
}

describe('the equations that are shown, in the letters of each source, are those that are computed', () => {
  it.each(['tanh', 'sigmoid'] as const)('LSTM, candidate %s, with and without peepholes', (candidate) => {
    for (const peephole of ['none', 'diagonal', 'full'] as const) {
      const { weight_ch, ...others } = weights(4);
      const w = peephole === 'none' ? others : { ...others, weight_ch };
      check({ cell: 'lstm', candidate, peephole }, new PlainLstm(1, w, { candidate, peephole }), weights(4));
    }
  });

  it.each(['before', 'after'] as const)('GRU, reset %s, in both senses of its update gate', (reset) => {
    for (const update of ['keep', 'replace'] as const)
      check({ cell: 'gru', reset, update }, new PlainGru(1, weights(3), reset, update), weights(3));
  });

  it.each(['tanh', 'relu', 'sigmoid', 'identity'] as const)('Elman, %s', (activation) => {
    check({ cell: 'elman', activation }, new PlainElman(1, weights(1), activation), weights(1));
  });
});
