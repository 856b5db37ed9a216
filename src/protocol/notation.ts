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

/** What equations depend on: a layer of a lens or of an experiment. */
export type Described = Pick<LensLayer, 'cell' | 'update' | 'reset' | 'candidate' | 'peephole' | 'activation'>;

const affine = 'W h(t−1) + U x(t)';

/** The equations of a layer in the letters of a source; where that has none for the candidate, its name. */
export const letteredEquations = (layer: Described, notation: Notation): string[] => [
  ...gateEquations(layer, notation),
  ...stateEquations(layer, notation),
];

/** Those of the gates and the candidate. */
function gateEquations(layer: Described, notation: Notation): string[] {
  const letter = (quantity: Quantity) => letterOf(layer.cell, quantity, notation) ?? quantity;
  if (layer.cell === 'lstm') return lstmGates(layer, letter);
  if (layer.cell !== 'gru') return [];
  const [reset, update, candidate] = [letter('reset'), letter('update'), letter('candidate')];
  return [
    `${reset}, ${update} = σ(${affine} + b)`,
    layer.reset === 'before'
      ? `${candidate} = tanh(W (${reset} × h(t−1)) + U x(t) + b)`
      : `${candidate} = tanh(U x(t) + b + ${reset} × (W h(t−1) + b′))`,
  ];
}

function lstmGates({ peephole = 'none', candidate }: Described, letter: (quantity: Quantity) => string): string[] {
  const [forget, input, output, c] = [letter('forget'), letter('input'), letter('output'), letter('c')];
  const p = peephole === 'full' ? 'P ' : 'p × ';
  const gates =
    peephole === 'none'
      ? [`${forget}, ${input}, ${output} = σ(${affine} + b)`]
      : [`${forget}, ${input} = σ(${affine} + ${p}${c}(t−1) + b)`, `${output} = σ(${affine} + ${p}${c}(t) + b)`];
  return [...gates, `${letter('candidate')} = ${candidate === 'sigmoid' ? 'σ' : 'tanh'}(${affine} + b)`];
}

/** Those of the states. */
function stateEquations({ cell, update, activation = 'tanh' }: Described, notation: Notation): string[] {
  const letter = (quantity: Quantity) => letterOf(cell, quantity, notation) ?? quantity;
  const before = (quantity: Quantity) => `${letter(quantity)}(t−1)`;
  if (cell === 'lstm') {
    const [c, tanh] = [letter('c'), `tanh ${letter('c')}(t)`];
    return [
      `${c}(t) = ${letter('forget')} × ${before('c')} + ${letter('input')} × ${letter('candidate')}`,
      `${letter('h')}(t) = ${letter('output')} × ${tanh}`,
    ];
  }
  if (cell === 'elman') return [elmanEquation(activation)];
  if (cell !== 'gru') return [];
  const [old, fresh] = [before('h'), letter('candidate')];
  const [first, second] = update === 'replace' ? [fresh, old] : [old, fresh];
  return [`${letter('h')}(t) = ${letter('update')} × ${first} + (1 − ${letter('update')}) × ${second}`];
}

function elmanEquation(activation: NonNullable<Described['activation']>): string {
  const sum = `${affine} + b`;
  return `h(t) = ${activation === 'identity' ? sum : `${activation === 'sigmoid' ? 'σ' : activation}(${sum})`}`;
}
