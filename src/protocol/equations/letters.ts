import type { Notation } from '../notation';
import type { Style } from './style';

/*
 * Letters of the gates and states. They clash between sources (g is the candidate in one and the input gate in another),
 * so that a gate is always named in full and its letter stands beside it. A source that has no letter for the candidate
 * gets that of the state with a tilde.
 */

/** A letter, and what the parameters of its sum are marked with. */
interface QuantityLetter {
  letter: string;
  of?: string;
}

export type LstmQuantity = 'forget' | 'input' | 'candidate' | 'output' | 'c' | 'h';
export type GruQuantity = 'reset' | 'update' | 'candidate' | 'h';

const same = (letter: string): QuantityLetter => ({ letter, of: letter });
const h = { letter: 'h' };

/** @see torch.nn.LSTM; Goodfellow, Bengio, Courville 2016, equations 10.40 to 10.44; Olah 2015 */
const lstm: Record<Notation, Record<LstmQuantity, QuantityLetter>> = {
  pytorch: {
    forget: same('f'),
    input: same('i'),
    candidate: same('g'),
    output: same('o'),
    c: { letter: 'c' },
    h,
  },
  goodfellow: {
    forget: same('f'),
    input: same('g'),
    candidate: { letter: 's̃' },
    output: { letter: 'q', of: 'o' },
    c: { letter: 's' },
    h,
  },
  colah: {
    forget: same('f'),
    input: same('i'),
    candidate: { letter: 'C̃', of: 'C' },
    output: same('o'),
    c: { letter: 'C' },
    h,
  },
};

/** @see torch.nn.GRU; Goodfellow, Bengio, Courville 2016, equations 10.45 to 10.47; Olah 2015 */
const gru: Record<Notation, Record<GruQuantity, QuantityLetter>> = {
  pytorch: { reset: same('r'), update: same('z'), candidate: same('n'), h },
  goodfellow: { reset: same('r'), update: same('u'), candidate: { letter: 'h̃' }, h },
  colah: { reset: same('r'), update: same('z'), candidate: { letter: 'h̃' }, h },
};

export const lstmLetters = ({ notation }: Style) => lstm[notation];
export const gruLetters = ({ notation }: Style) => gru[notation];

/** The letter of a quantity; undefined where it goes by its name alone. */
export function letterOf(cell: string, quantity: string, notation: Notation): string | undefined {
  const all: Partial<Record<string, QuantityLetter>> =
    cell === 'lstm' ? lstm[notation] : cell === 'gru' ? gru[notation] : { h, c: { letter: 'c' } };
  return all[quantity]?.letter;
}
