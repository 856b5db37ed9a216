import type { Notation } from '../notation';
import { math, type Formula, type Letter } from './formula';

/** A sum W h + U x + b. */
export interface AffineMap {
  /** What parameters are of, as the source marks them; PyTorch marks each by where it comes from, too: W_hf. */
  of?: string;
  /** What PyTorch calls what is read of the time step before. */
  from?: 'h' | 'o';
  state: Formula;
  input: Formula;
  /** Whether PyTorch's bias of the state is left out. */
  isOneBias?: boolean;
  /** What else stands in the brackets of Olah, who writes all that is read one above the other. */
  beside?: Formula;
}

/** The parameters of such a sum. */
export interface AffineLetters {
  state: Letter;
  /** Missing where one matrix reads both. */
  input?: Letter;
  biases: Letter[];
}

/** How a source writes: its signs, where indices stand, and the order of a sum. */
export interface Style {
  notation: Notation;
  /** Multiplies unit by unit. */
  times: string;
  /** What an equation gives at a time step, t where none is named. */
  value(letter: string, quantity: string, time?: string): Letter;
  /** The same at the time step before. */
  before(letter: string, quantity: string): Letter;
  /** What comes from outside at a time step. */
  input(letter: string, time?: string): Letter;
  parameter(letter: string, of?: string): Letter;
  parametersOf(map: Pick<AffineMap, 'of' | 'from' | 'isOneBias'>): AffineLetters;
  affine(map: AffineMap): Formula;
  /** W z + b. */
  linear(of: string, read: Formula): Formula;
}

/** The way in which a source writes. */
export function styleOf(notation: Notation): Style {
  const isAbove = notation === 'goodfellow';
  const atTime = (time: string) => (isAbove ? { above: `(${time})` } : { below: time });
  const parameter: Parameter = (letter, of) => {
    const index = of === undefined ? {} : isAbove ? { above: of } : { below: of };
    return { letter, ...index, kind: 'parameter' };
  };
  const { letters, sum } = sums[notation];
  return {
    notation,
    times: notation === 'colah' ? '∗' : '⊙',
    value: (letter, quantity, time = 't') => ({ letter, ...atTime(time), kind: 'value', quantity }),
    before: (letter, quantity) => ({ letter, ...atTime('t−1'), kind: 'value', quantity, isBefore: true }),
    input: (letter, time = 't') => ({ letter, ...atTime(time), kind: 'input' }),
    parameter,
    parametersOf: (map) => letters(map, parameter),
    affine: (map) => sum(map, letters(map, parameter)),
    linear(of, read) {
      const [product, bias] = [math`${parameter('W', of)} ${read}`, parameter('b', of)];
      return isAbove ? math`${bias} + ${product}` : math`${product} + ${bias}`;
    },
  };
}

type Parameter = Style['parameter'];

/** How each source writes the sum, and its parameters. */
interface Sums {
  letters(map: Pick<AffineMap, 'of' | 'from' | 'isOneBias'>, parameter: Parameter): AffineLetters;
  sum(map: AffineMap, letters: AffineLetters): Formula;
}

const sums: Record<Notation, Sums> = {
  pytorch: {
    letters: ({ of = 'h', from = 'h', isOneBias = false }, parameter) => ({
      state: parameter('W', `${from}${of}`),
      input: parameter('W', `i${of}`),
      biases: [parameter('b', `i${of}`), ...(isOneBias ? [] : [parameter('b', `h${of}`)])],
    }),
    sum({ state, input }, { state: W, input: U, biases: [ofInput, ofState] }) {
      const sum = math`${U!} ${input} + ${ofInput!} + ${W} ${factor(state)}`;
      return ofState === undefined ? sum : math`${sum} + ${ofState}`;
    },
  },
  goodfellow: {
    letters: ({ of }, parameter) => ({
      state: parameter('W', of),
      input: parameter('U', of),
      biases: [parameter('b', of)],
    }),
    sum: ({ state, input }, { state: W, input: U, biases: [b] }) =>
      math`${b!} + ${W} ${factor(state)} + ${U!} ${input}`,
  },
  colah: {
    letters: ({ of }, parameter) => ({ state: parameter('W', of), biases: [parameter('b', of)] }),
    sum({ state, input, beside }, { state: W, biases: [b] }) {
      const first = beside === undefined ? math`` : math`${beside}, `;
      return math`${W} [${first}${state}, ${input}] + ${b!}`;
    },
  },
};

/** A product in brackets where a matrix stands before it. */
const factor = (formula: Formula): Formula =>
  formula.some((piece) => typeof piece === 'string' && /[⊙∗]/.test(piece)) ? math`(${formula})` : formula;

/** What a sum goes through; the identity leaves it. */
export const squashed = (squash: string, sum: Formula): Formula => (squash === '' ? sum : math`${squash}(${sum})`);

/** An activation as it stands in a formula. */
export const squashOf = (activation = 'tanh'): string => ({ identity: '', sigmoid: 'σ' })[activation] ?? activation;
