import type { LensLayer, Quantity } from './lens';

/*
 * Letters for the gates and states of a cell. They clash between sources (g is the candidate in one and the input gate in
 * another), so that a gate is always named in full and its letter stands beside it.
 */

/** Whose letters are shown: PyTorch's documentation; Goodfellow, Bengio & Courville 2016; Olah 2015. */
export const notations = ['pytorch', 'goodfellow', 'colah'] as const;
export type Notation = (typeof notations)[number];

type Letters = Partial<Record<Quantity, string>>;

const lstm: Record<Notation, Letters> = {
  pytorch: { forget: 'f', input: 'i', output: 'o', candidate: 'g', c: 'c', h: 'h' },
  goodfellow: { forget: 'f', input: 'g', output: 'q', c: 's', h: 'h' },
  colah: { forget: 'f', input: 'i', output: 'o', candidate: 'C̃', c: 'C', h: 'h' },
};

const gru: Record<Notation, Letters> = {
  pytorch: { reset: 'r', update: 'z', candidate: 'n', h: 'h' },
  goodfellow: { reset: 'r', update: 'u', h: 'h' },
  colah: { reset: 'r', update: 'z', candidate: 'h̃', h: 'h' },
};

/** The letter of a quantity; undefined where the source has none. */
export function letterOf(cell: string, quantity: Quantity, notation: Notation): string | undefined {
  if (cell === 'lstm') return lstm[notation][quantity];
  if (cell === 'gru') return gru[notation][quantity];
  return quantity === 'h' ? 'h' : undefined;
}

/** The equations of a layer's states in the letters of a source; where that has none for the candidate, its name. */
export function letteredEquations({ cell, update }: Pick<LensLayer, 'cell' | 'update'>, notation: Notation): string[] {
  const letter = (quantity: Quantity) => letterOf(cell, quantity, notation) ?? quantity;
  const before = (quantity: Quantity) => `${letter(quantity)}(t−1)`;
  if (cell === 'lstm') {
    const [c, tanh] = [letter('c'), `tanh ${letter('c')}`];
    return [
      `${c} = ${letter('forget')} × ${before('c')} + ${letter('input')} × ${letter('candidate')}`,
      `${letter('h')} = ${letter('output')} × ${tanh}`,
    ];
  }
  if (cell !== 'gru') return [];
  const [old, fresh] = [before('h'), letter('candidate')];
  const [first, second] = update === 'replace' ? [fresh, old] : [old, fresh];
  return [`${letter('h')} = ${letter('update')} × ${first} + (1 − ${letter('update')}) × ${second}`];
}
