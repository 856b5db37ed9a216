import type { Initialiser, InitialiserOptions } from '../../initialiserSchema';
import type { Notation } from '../../notation';
import { formatLearningRate } from '../../words';
import { math, type Formula, type Letter } from '../formula';
import { styleOf } from '../style';

/** The parameters that each part of the initialiser draws, in the letters of a source. */
function drawn(notation: Notation): Record<'input' | 'recurrent' | 'head' | 'bias', Letter> {
  const { parametersOf, parameter } = styleOf(notation);
  const { state, input = state, biases } = parametersOf({});
  return { input, recurrent: state, head: parameter('V'), bias: biases[0]! };
}

/** How the weights begin: all of them, or one part. n counts what a unit reads or the units. */
export function initialiserFormulas(init: InitialiserOptions, notation: Notation, part?: string): Formula[] {
  const letters = drawn(notation);
  return (['input', 'recurrent', 'head', 'bias'] as const)
    .filter((each) => part === undefined || each === part || part === 'perGate')
    .map((each) => beginning(init[each], letters[each]));
}

/** @see torch.nn.init */
function beginning(how: Initialiser | 'zero', W: Letter): Formula {
  if (typeof how === 'object') return math`${W} = ${formatLearningRate(how.radius)} Q, ${transposed('Q')} Q = I`;
  const both = math`(${n('in')} + ${n('out')})`;
  switch (how) {
    case 'zero':
      return math`${W} = 0`;
    case 'uniform':
      return math`${W} ~ uniform(−1 / √n, 1 / √n)`;
    case 'xavier-normal':
      return math`${W} ~ normal(0, 2 / ${both})`;
    case 'xavier-uniform':
      return math`${W} ~ uniform(−√(6 / ${both}), √(6 / ${both}))`;
    case 'kaiming-normal':
      return math`${W} ~ normal(0, 2 / ${n('in')})`;
    case 'orthogonal':
      return math`${transposed(W.letter, W)} ${W} = I`;
    case 'identity':
      return math`${W} = I`;
  }
}

const n = (of: string): Letter => ({ letter: 'n', below: of, kind: 'parameter' });

/** W^T; what stands above already stays before it. */
const transposed = (letter: string, { below, above }: Partial<Letter> = {}): Letter => ({
  letter,
  ...(below === undefined ? {} : { below }),
  above: `${above ?? ''}T`,
  kind: 'parameter',
});
