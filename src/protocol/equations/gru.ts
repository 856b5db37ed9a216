import type { Described } from './described';
import { math, type Equation, type Formula } from './formula';
import { gruLetters, type GruQuantity } from './letters';
import type { Style } from './style';

/**
 * The gated recurrent unit, with its reset gate where it acts and its update gate in the sense that it has. The letters
 * of a source do not bring its sense: Goodfellow's u and PyTorch's z keep the old state, Olah's z takes the new one.
 * @see Cho et al. 2014
 */
export function gruEquations({ reset, update }: Described, style: Style): Equation[] {
  const letters = gruLetters(style);
  const { times } = style;
  const now = (quantity: GruQuantity) => style.value(letters[quantity].letter, quantity);
  const h = style.before(letters.h.letter, 'h');
  const gate = (quantity: 'reset' | 'update'): Equation => ({
    quantity,
    left: [now(quantity)],
    right: math`σ(${style.affine({ of: letters[quantity].of, state: [h], input: [style.input('x')] })})`,
    squash: 'σ',
  });
  const [z, n] = [now('update'), now('candidate')];
  const [share, rest] = update === 'replace' ? [n, h] : [h, n];
  const parts = [math`${z} ${times} ${share}`, math`${{ apply: 'rest', to: z }} ${times} ${rest}`];
  const [first, second] = style.notation === 'goodfellow' ? parts : parts.reverse();
  return [
    gate('reset'),
    gate('update'),
    {
      quantity: 'candidate',
      left: [n],
      right: math`tanh(${reset === 'before' ? resetBefore(style) : resetAfter(style)})`,
      squash: 'tanh',
    },
    {
      quantity: 'h',
      left: [now('h')],
      right: math`${first!} + ${second!}`,
    },
  ];
}

/** The candidate sees what the reset gate leaves of the state. */
function resetBefore(style: Style): Formula {
  const { reset, candidate } = gruLetters(style);
  const state = math`${style.value(reset.letter, 'reset')} ${style.times} ${style.before('h', 'h')}`;
  return style.affine({ of: candidate.of, state, input: [style.input('x')] });
}

/** The candidate sees a share of what the state amounts to. */
function resetAfter(style: Style): Formula {
  const { notation, parameter, times } = style;
  const { reset, candidate } = gruLetters(style);
  const [r, h, x] = [style.value(reset.letter, 'reset'), style.before('h', 'h'), style.input('x')];
  const { state: W, input: U = parameter('U'), biases } = style.parametersOf({ of: candidate.of });
  const [b, ofState = parameter('b′')] = biases;
  const ofInput = notation === 'goodfellow' ? math`${b!} + ${U} ${x}` : math`${U} ${x} + ${b!}`;
  return math`${ofInput} + ${r} ${times} (${W} ${h} + ${ofState})`;
}
