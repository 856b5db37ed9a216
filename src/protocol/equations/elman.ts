import type { Described } from './described';
import { math, type Equation, type Formula } from './formula';
import { squashOf, squashed, type Style } from './style';

/** The simple recurrent network. @see Elman 1990; torch.nn.RNN */
export const elmanEquations = ({ activation }: Described, style: Style): Equation[] =>
  oneSum(style.affine({ state: [style.before('h', 'h')], input: [style.input('x')] }), squashOf(activation), style);

/** h = phi(sum), which Goodfellow, Bengio and Courville write as two equations: a for the sum, and h = phi(a). */
export function oneSum(sum: Formula, squash: string, style: Style): Equation[] {
  const h = style.value('h', 'h');
  if (style.notation !== 'goodfellow') return [{ quantity: 'h', left: [h], right: squashed(squash, sum), squash }];
  const a = style.value('a', 'sum');
  return [
    { quantity: 'sum', left: [a], right: sum },
    { quantity: 'h', left: [h], right: squashed(squash, math`${a}`), squash },
  ];
}
