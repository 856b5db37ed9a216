import { describe, expect, it } from 'vitest';
import { letteredEquations, letterOf, notations } from './notation';

describe('the letters of a source', () => {
  const states = (...of: Parameters<typeof letteredEquations>) =>
    letteredEquations(...of).filter((line) => /^[hcsC]\(t\)/.test(line));

  it("of an LSTM are PyTorch's, the Deep Learning book's or Olah's", () => {
    const of = (notation: (typeof notations)[number]) => states({ cell: 'lstm' }, notation);
    expect(of('pytorch')).toEqual(['c(t) = f × c(t−1) + i × g', 'h(t) = o × tanh c(t)']);
    expect(of('goodfellow')).toEqual(['s(t) = f × s(t−1) + g × candidate', 'h(t) = q × tanh s(t)']);
    expect(of('colah')).toEqual(['C(t) = f × C(t−1) + i × C̃', 'h(t) = o × tanh C(t)']);
  });

  it('of a GRU stand in the sense of its update gate, and its reset gate where it acts', () => {
    const equations = (update: 'keep' | 'replace', reset: 'after' | 'before') =>
      letteredEquations({ cell: 'gru', update, reset }, 'pytorch');
    expect(equations('keep', 'after')).toEqual([
      'r, z = σ(W h(t−1) + U x(t) + b)',
      'n = tanh(U x(t) + b + r × (W h(t−1) + b′))',
      'h(t) = z × h(t−1) + (1 − z) × n',
    ]);
    expect(equations('replace', 'before').slice(1)).toEqual([
      'n = tanh(W (r × h(t−1)) + U x(t) + b)',
      'h(t) = z × n + (1 − z) × h(t−1)',
    ]);
  });

  it('stand in the equations of peepholes, sigmoid candidates and simple cells', () => {
    const lstm = letteredEquations({ cell: 'lstm', peephole: 'full', candidate: 'sigmoid' }, 'goodfellow');
    expect(lstm.slice(0, 3)).toEqual([
      'f, g = σ(W h(t−1) + U x(t) + P s(t−1) + b)',
      'q = σ(W h(t−1) + U x(t) + P s(t) + b)',
      'candidate = σ(W h(t−1) + U x(t) + b)',
    ]);
    expect(letteredEquations({ cell: 'elman', activation: 'sigmoid' }, 'colah')).toEqual([
      'h(t) = σ(W h(t−1) + U x(t) + b)',
    ]);
    expect(letteredEquations({ cell: 'elman', activation: 'identity' }, 'colah')).toEqual([
      'h(t) = W h(t−1) + U x(t) + b',
    ]);
  });

  it('never stand twice for one cell in one source', () => {
    const quantities = ['forget', 'input', 'output', 'candidate', 'reset', 'update', 'c', 'h'] as const;
    for (const cell of ['lstm', 'gru', 'elman'])
      for (const notation of notations) {
        const letters = quantities.flatMap((quantity) => letterOf(cell, quantity, notation) ?? []);
        expect(new Set(letters).size).toBe(letters.length);
      }
  });
});
