import { describe, expect, it } from 'vitest';
import { letteredEquations, letterOf, notations } from './notation';

describe('the letters of a source', () => {
  it("of an LSTM are PyTorch's, the Deep Learning book's or Olah's", () => {
    const of = (notation: (typeof notations)[number]) => letteredEquations({ cell: 'lstm' }, notation);
    expect(of('pytorch')).toEqual(['c = f × c(t−1) + i × g', 'h = o × tanh c']);
    expect(of('goodfellow')).toEqual(['s = f × s(t−1) + g × candidate', 'h = q × tanh s']);
    expect(of('colah')).toEqual(['C = f × C(t−1) + i × C̃', 'h = o × tanh C']);
  });

  it('of a GRU stand in the sense of its update gate', () => {
    const equation = (update: 'keep' | 'replace') => letteredEquations({ cell: 'gru', update }, 'pytorch')[0];
    expect(equation('keep')).toBe('h = z × h(t−1) + (1 − z) × n');
    expect(equation('replace')).toBe('h = z × n + (1 − z) × h(t−1)');
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
