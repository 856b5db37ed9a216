import { describe, expect, it } from 'vitest';
import { notations, type Notation } from '../notation';
import type { Described } from './described';
import { equationsOf } from './equationsOf';
import { plainFormula, wholeEquation, type Equation, type Letter, type Piece } from './formula';
import { letterOf } from './letters';
import { equationName, signWords } from './words';

const lines = (layer: Described, notation: Notation): string[] =>
  equationsOf(layer, notation).map((each) => plainFormula(wholeEquation(each)));
const hidden = [
  { units: 9, activation: 'relu' as const },
  { units: 8, activation: 'tanh' as const },
];

describe('the equations of an LSTM', () => {
  it("are PyTorch's, the Deep Learning book's or Olah's", () => {
    expect(lines({ cell: 'lstm' }, 'pytorch')).toEqual([
      'f_t = σ(W_{if} x_t + b_{if} + W_{hf} h_{t−1} + b_{hf})',
      'i_t = σ(W_{ii} x_t + b_{ii} + W_{hi} h_{t−1} + b_{hi})',
      'g_t = tanh(W_{ig} x_t + b_{ig} + W_{hg} h_{t−1} + b_{hg})',
      'c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t',
      'o_t = σ(W_{io} x_t + b_{io} + W_{ho} h_{t−1} + b_{ho})',
      'h_t = o_t ⊙ tanh(c_t)',
    ]);
    expect(lines({ cell: 'lstm' }, 'goodfellow')).toEqual([
      'f^{(t)} = σ(b^f + W^f h^{(t−1)} + U^f x^{(t)})',
      'g^{(t)} = σ(b^g + W^g h^{(t−1)} + U^g x^{(t)})',
      's̃^{(t)} = tanh(b + W h^{(t−1)} + U x^{(t)})',
      's^{(t)} = f^{(t)} ⊙ s^{(t−1)} + g^{(t)} ⊙ s̃^{(t)}',
      'q^{(t)} = σ(b^o + W^o h^{(t−1)} + U^o x^{(t)})',
      'h^{(t)} = q^{(t)} ⊙ tanh(s^{(t)})',
    ]);
    expect(lines({ cell: 'lstm' }, 'colah')).toEqual([
      'f_t = σ(W_f [h_{t−1}, x_t] + b_f)',
      'i_t = σ(W_i [h_{t−1}, x_t] + b_i)',
      'C̃_t = tanh(W_C [h_{t−1}, x_t] + b_C)',
      'C_t = f_t ∗ C_{t−1} + i_t ∗ C̃_t',
      'o_t = σ(W_o [h_{t−1}, x_t] + b_o)',
      'h_t = o_t ∗ tanh(C_t)',
    ]);
  });

  it('say what squashes the candidate, and what each gate sees of the memory', () => {
    const [f, , candidate, , o] = lines({ cell: 'lstm', candidate: 'sigmoid', peephole: 'diagonal' }, 'goodfellow');
    expect(f).toBe('f^{(t)} = σ(b^f + W^f h^{(t−1)} + U^f x^{(t)} + p^f ⊙ s^{(t−1)})');
    expect(o).toBe('q^{(t)} = σ(b^o + W^o h^{(t−1)} + U^o x^{(t)} + p^o ⊙ s^{(t)})');
    expect(candidate).toBe('s̃^{(t)} = σ(b + W h^{(t−1)} + U x^{(t)})');
    const full = lines({ cell: 'lstm', peephole: 'full' }, 'pytorch');
    expect(full[1]).toBe('i_t = σ(W_{ii} x_t + b_{ii} + W_{hi} h_{t−1} + b_{hi} + W_{ci} c_{t−1})');
    expect(full[2]).not.toContain('c_');
    expect(full[4]).toContain('+ W_{co} c_t)');
    expect(lines({ cell: 'lstm', peephole: 'full' }, 'colah')[4]).toBe('o_t = σ(W_o [C_t, h_{t−1}, x_t] + b_o)');
  });
});

describe('the equations of a GRU', () => {
  it('say what the update gate does in this layer, whatever the sense of the source whose letters they have', () => {
    const h = (update: 'keep' | 'replace', notation: Notation) => lines({ cell: 'gru', update }, notation)[3];
    expect(h('keep', 'pytorch')).toBe('h_t = (1 − z_t) ⊙ n_t + z_t ⊙ h_{t−1}');
    expect(h('replace', 'pytorch')).toBe('h_t = (1 − z_t) ⊙ h_{t−1} + z_t ⊙ n_t');
    expect(h('keep', 'goodfellow')).toBe('h^{(t)} = u^{(t)} ⊙ h^{(t−1)} + (1 − u^{(t)}) ⊙ h̃^{(t)}');
    expect(h('replace', 'goodfellow')).toBe('h^{(t)} = u^{(t)} ⊙ h̃^{(t)} + (1 − u^{(t)}) ⊙ h^{(t−1)}');
    expect(h('keep', 'colah')).toBe('h_t = (1 − z_t) ∗ h̃_t + z_t ∗ h_{t−1}');
    expect(h('replace', 'colah')).toBe('h_t = (1 − z_t) ∗ h_{t−1} + z_t ∗ h̃_t');
  });

  it('say where the reset gate acts', () => {
    const n = (reset: 'before' | 'after', notation: Notation) => lines({ cell: 'gru', reset }, notation)[2];
    expect(n('after', 'pytorch')).toBe('n_t = tanh(W_{in} x_t + b_{in} + r_t ⊙ (W_{hn} h_{t−1} + b_{hn}))');
    expect(n('before', 'pytorch')).toBe('n_t = tanh(W_{in} x_t + b_{in} + W_{hn} (r_t ⊙ h_{t−1}) + b_{hn})');
    expect(n('after', 'colah')).toBe('h̃_t = tanh(U x_t + b + r_t ∗ (W h_{t−1} + b′))');
    expect(n('before', 'colah')).toBe('h̃_t = tanh(W [r_t ∗ h_{t−1}, x_t] + b)');
    expect(n('before', 'goodfellow')).toBe('h̃^{(t)} = tanh(b + W (r^{(t)} ⊙ h^{(t−1)}) + U x^{(t)})');
  });
});

describe('the equations of other cells', () => {
  it('of an Elman network name its activation', () => {
    const of = (activation: Described['activation'], notation: Notation) =>
      lines({ cell: 'elman', activation }, notation);
    expect(of('relu', 'pytorch')).toEqual(['h_t = relu(W_{ih} x_t + b_{ih} + W_{hh} h_{t−1} + b_{hh})']);
    expect(of('sigmoid', 'goodfellow')).toEqual(['a^{(t)} = b + W h^{(t−1)} + U x^{(t)}', 'h^{(t)} = σ(a^{(t)})']);
    expect(of('identity', 'goodfellow')[1]).toBe('h^{(t)} = a^{(t)}');
    expect(of('identity', 'colah')).toEqual(['h_t = W [h_{t−1}, x_t] + b']);
  });

  it('of a Jordan network say what is fed back, and what the head makes of h', () => {
    const of = (fields: Partial<Described>, notation: Notation = 'pytorch') =>
      lines({ cell: 'jordan', head: [], ...fields }, notation);
    expect(of({ feedback: 'softmax' })).toEqual([
      'h_t = tanh(W_{ih} x_t + b_{ih} + W_{oh} softmax(o_{t−1}))',
      'o_t = V h_t + c',
    ]);
    expect(of({ feedback: 'logits' }, 'goodfellow')[0]).toBe('a^{(t)} = b + W o^{(t−1)} + U x^{(t)}');
    expect(of({ teacherForcing: true }, 'colah')[0]).toBe('h_t = tanh(W [y_{t−1}, x_t] + b)');
    expect(of({ head: hidden }).slice(1)).toEqual([
      'ho1_t = relu(W_{ho,0} h_t + b_{ho,0})',
      'ho2_t = tanh(W_{ho,1} ho1_t + b_{ho,1})',
      'o_t = V ho2_t + c',
    ]);
  });

  it('of a deep transition have a line for each layer of its networks, by its name in the lens', () => {
    const additive: Described = { cell: 'deep', hiddenToHidden: hidden, inputToHidden: [hidden[0]!] };
    expect(lines(additive, 'pytorch')).toEqual([
      'hh1_t = relu(W_{hh,0} h_{t−1} + b_{hh,0})',
      'hh2_t = tanh(W_{hh,1} hh1_t + b_{hh,1})',
      'F_{hh}(h_{t−1}) = W_{hh} hh2_t + b_{hh}',
      'xh1_t = relu(W_{ih,0} x_t + b_{ih,0})',
      'F_{xh}(x_t) = W_{ih} xh1_t + b_{ih}',
      'h_t = tanh(F_{hh}(h_{t−1}) + F_{xh}(x_t))',
    ]);
    expect(
      lines({ cell: 'deep', transition: 'nested', hiddenToHidden: hidden, activation: 'identity' }, 'goodfellow'),
    ).toEqual([
      'f1^{(t)} = relu(b^{f1} + W^{f1} h^{(t−1)} + U^{f1} x^{(t)})',
      'f2^{(t)} = tanh(b^{f2} + W^{f2} f1^{(t)})',
      'F([h^{(t−1)}, x^{(t)}]) = b^f + W^f f2^{(t)}',
      'h^{(t)} = F([h^{(t−1)}, x^{(t)}])',
    ]);
    expect(lines({ cell: 'deep', transition: 'nested' }, 'colah')).toEqual([
      'F([h_{t−1}, x_t]) = W [h_{t−1}, x_t] + b',
      'h_t = tanh(F([h_{t−1}, x_t]))',
    ]);
  });

  it('of a window model name the inputs that it sees, and say where they go', () => {
    const of = (fields: Partial<Described>) => lines({ cell: 'feed-forward', ...fields }, 'colah');
    expect(of({ context: 5, head: [] })).toEqual(['h_t = tanh(H [x_{t−4}, …, x_t] + d)', 'o_t = V h_t + c']);
    expect(of({ context: 1, direct: true, head: [] })[1]).toBe('o_t = V h_t + W x_t + c');
    expect(of({ context: 2, direct: true, head: [hidden[0]!] })[1]).toBe(
      'ho1_t = relu(W_{ho1} [h_t, x_{t−1}, x_t] + b_{ho1})',
    );
    expect(of({ context: 2, direct: true })).toEqual([
      'h_t = tanh(H [x_{t−1}, x_t] + d)',
      'h′_t = [h_t, x_{t−1}, x_t]',
    ]);
  });

  it('of an own cell name its states and what else it returns', () => {
    expect(lines({ cell: 'own' }, 'pytorch')).toEqual(['h_t = f(h_{t−1}, x_t; θ)']);
    expect(lines({ cell: 'own', quantities: ['keep', 'c', 'h'] }, 'goodfellow')).toEqual([
      'h^{(t)}, c^{(t)}, keep^{(t)} = f(h^{(t−1)}, c^{(t−1)}, x^{(t)}; θ)',
    ]);
  });

  it('of an own cell whose parameters are known name those, too', () => {
    const own: Described = { cell: 'own', quantities: ['h', 'c'], parameters: ['W', 'b'] };
    expect(lines(own, 'colah')).toEqual(['h_t, c_t = f(h_{t−1}, c_{t−1}, x_t; W, b)']);
  });

  it('have dropout between layers, and none above the last', () => {
    expect(lines({ cell: 'elman', dropout: 0.2 }, 'pytorch').at(-1)).toBe('h′_t = m_t ⊙ h_t / (1 − 0.2)');
    expect(lines({ cell: 'elman', dropout: 0, head: [] }, 'pytorch')).toHaveLength(1);
    const words = signWords(equationsOf({ cell: 'elman', dropout: 0.2 }, 'pytorch'), { dropout: 0.2 });
    expect(words).toEqual(['⊙ unit by unit', 'm 0 for a share of 0.2 while training, else 1']);
  });
});

/** Every cell with every option. */
const all: Described[] = [
  ...(['tanh', 'sigmoid'] as const).flatMap((candidate) =>
    (['none', 'diagonal', 'full'] as const).map((peephole): Described => ({ cell: 'lstm', candidate, peephole })),
  ),
  ...(['after', 'before'] as const).flatMap((reset) =>
    (['keep', 'replace'] as const).map((update): Described => ({ cell: 'gru', reset, update })),
  ),
  ...(['tanh', 'relu', 'sigmoid', 'identity'] as const).flatMap((activation): Described[] => [
    { cell: 'elman', activation, dropout: 0.5 },
    { cell: 'jordan', activation, head: [] },
    { cell: 'deep', activation, hiddenToHidden: hidden },
  ]),
  ...(['logits', 'softmax'] as const).flatMap((feedback): Described[] => [
    { cell: 'jordan', feedback, head: hidden },
    { cell: 'jordan', feedback, teacherForcing: true, head: [] },
  ]),
  { cell: 'deep', transition: 'additive', inputToHidden: hidden },
  ...[[], [hidden[0]!], hidden].map((each): Described => ({
    cell: 'deep',
    transition: 'nested',
    hiddenToHidden: each,
  })),
  ...[true, false].flatMap((direct): Described[] => [
    { cell: 'feed-forward', context: 3, direct, head: [] },
    { cell: 'feed-forward', context: 1, direct, head: hidden },
    { cell: 'feed-forward', context: 2, direct },
  ]),
  { cell: 'own', quantities: ['keep', 'c', 'h'] },
];

const letters = (pieces: readonly Piece[]): Letter[] =>
  pieces.flatMap((piece) => (typeof piece === 'string' ? [] : 'apply' in piece ? [piece.to] : [piece]));
const written = (letter: Letter): string => plainFormula([letter]);
const cases = all.flatMap((layer) => notations.map((notation) => [JSON.stringify(layer), notation, layer] as const));

describe.each(cases)('%s in the letters of %s', (_, notation, layer) => {
  const equations = equationsOf(layer, notation);
  const given = (of: Equation[]) =>
    of.flatMap(({ quantity, left }) => letters(quantity === 'own' ? left : left.slice(0, 1)));

  it('uses only parameters, inputs, and what stands above or comes from the time step before', () => {
    equations.forEach(({ right }, at) => {
      const known = given(equations.slice(0, at)).map(written);
      const states = given(equations).map(({ quantity }) => quantity);
      for (const letter of letters(right))
        if (letter.kind === 'value')
          if (letter.isBefore) expect(states).toContain(letter.quantity);
          else expect(known).toContain(written(letter));
    });
  });

  it('gives nothing twice, and has no letter for two things', () => {
    const meanings = new Map<string, string>();
    for (const letter of equations.flatMap(({ left, right }) => letters([...left, ...right]))) {
      const meaning = letter.kind === 'value' ? `${letter.quantity!} ${String(letter.isBefore ?? false)}` : letter.kind;
      expect(meanings.get(written(letter)) ?? meaning).toBe(meaning);
      meanings.set(written(letter), meaning);
    }
    expect(new Set(given(equations).map(written)).size).toBe(given(equations).length);
  });

  it('is written otherwise than in the other sources', () => {
    if (layer.cell === 'own') return;
    for (const other of notations)
      if (other !== notation) expect(lines(layer, other)).not.toEqual(lines(layer, notation));
  });

  it('names everything in full', () => {
    for (const equation of equations) expect(equationName(equation, layer)).toMatch(/^[a-z][a-z ]{2,}/);
  });
});

it('the letters beside the names are those of the equations', () => {
  for (const notation of notations)
    for (const [cell, update] of [
      ['lstm', undefined],
      ['gru', 'keep'],
    ] as const)
      for (const { quantity, left } of equationsOf({ cell, update }, notation))
        expect(letterOf(cell, quantity, notation)).toBe((left[0] as Letter).letter);
  expect(letterOf('deep', 'hh1', 'pytorch')).toBeUndefined();
});
