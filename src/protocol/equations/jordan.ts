import type { Described } from './described';
import { oneSum } from './elman';
import { math, type Equation, type Formula } from './formula';
import { headEquations, outputBefore, outputWanted } from './head';
import { squashOf, type Style } from './style';

/** What goes from one time step to the next is what the model puts out, or should have. @see Jordan 1986 */
export function jordanEquations(layer: Described, style: Style): Equation[] {
  const state = fedBack(layer, style);
  const sum = style.affine({ from: 'o', state, input: [style.input('x')], isOneBias: true });
  return [...oneSum(sum, squashOf(layer.activation), style), ...headEquations(layer.head ?? [], style)];
}

/** What of the output the layer reads at the next time step. */
function fedBack({ teacherForcing, feedback }: Described, style: Style): Formula {
  if (teacherForcing) return [outputWanted(style)];
  const o = outputBefore(style);
  return feedback === 'logits' ? [o] : math`softmax(${o})`;
}
