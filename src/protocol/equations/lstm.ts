import type { Described } from './described';
import { math, type Equation, type Formula } from './formula';
import { lstmLetters, type LstmQuantity } from './letters';
import { squashOf, squashed, type Style } from './style';

/**
 * Long short-term memory. Forget and input gate see the memory as it was, the output gate sees the new one.
 * @see Hochreiter, Schmidhuber 1997; forget gate: Gers et al. 2000; peepholes: Gers, Schmidhuber 2000
 */
export function lstmEquations(layer: Described, style: Style): Equation[] {
  const letters = lstmLetters(style);
  const { times } = style;
  const now = (quantity: LstmQuantity) => style.value(letters[quantity].letter, quantity);
  const before = (quantity: LstmQuantity) => style.before(letters[quantity].letter, quantity);
  const sum = (quantity: LstmQuantity, seen?: Formula) => {
    const map = { of: letters[quantity].of, state: [before('h')], input: [style.input('x')] };
    return seen === undefined ? style.affine(map) : peeping(layer, style, map, seen);
  };
  const gate = (quantity: LstmQuantity, squash: string, seen?: Formula): Equation => ({
    quantity,
    left: [now(quantity)],
    right: squashed(squash, sum(quantity, seen)),
    squash,
  });
  return [
    gate('forget', 'σ', [before('c')]),
    gate('input', 'σ', [before('c')]),
    gate('candidate', squashOf(layer.candidate)),
    {
      quantity: 'c',
      left: [now('c')],
      right: math`${now('forget')} ${times} ${before('c')} + ${now('input')} ${times} ${now('candidate')}`,
    },
    gate('output', 'σ', [now('c')]),
    { quantity: 'h', left: [now('h')], right: math`${now('output')} ${times} ${{ apply: 'tanh', to: now('c') }}` },
  ];
}

/** The sum of a gate with what it sees of the memory: each unit its own number, or a whole matrix. */
function peeping(
  { peephole }: Described,
  style: Style,
  map: { of?: string; state: Formula; input: Formula },
  seen: Formula,
): Formula {
  const { notation, parameter, times, affine } = style;
  if (peephole !== 'full' && peephole !== 'diagonal') return affine(map);
  const isFull = peephole === 'full';
  if (notation === 'colah' && isFull) return affine({ ...map, beside: seen });
  const [letter, of] = notation === 'pytorch' ? ['W', `c${map.of ?? ''}`] : ['P', map.of];
  const weights = parameter(isFull ? letter : letter.toLowerCase(), of);
  return math`${affine(map)} + ${weights} ${isFull ? '' : `${times} `}${seen}`;
}

/** What an initial forget bias does before training: the bias of the forget gate grows by it. */
export function forgetBiasEquation(by: number, style: Style): Equation {
  const { of } = lstmLetters(style).forget;
  const bias = style.parameter('b', style.notation === 'pytorch' ? `i${of ?? ''}` : of);
  return { quantity: 'forgetBias', left: [bias], right: math`${bias} + ${String(by)}`, sign: '←' };
}
