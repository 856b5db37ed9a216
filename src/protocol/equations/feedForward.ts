import type { Described } from './described';
import { math, type Equation, type Formula } from './formula';
import { headEquations } from './head';
import type { Style } from './style';

/** No recurrence: a hidden layer over the last inputs. @see Bengio, Ducharme, Vincent, Jauvin 2003 */
export function feedForwardEquations(layer: Described, style: Style): Equation[] {
  const read = readInputs(layer, style);
  const [H, d] =
    style.notation === 'pytorch'
      ? [parameterOf(style, 'W'), parameterOf(style, 'b')]
      : [style.parameter('H'), style.parameter('d')];
  const sum = style.notation === 'goodfellow' ? math`${d} + ${H} ${read}` : math`${H} ${read} + ${d}`;
  const hidden: Equation = { quantity: 'h', left: [style.value('h', 'h')], right: math`tanh(${sum})`, squash: 'tanh' };
  if (layer.head === undefined) return [hidden];
  return [hidden, ...headEquations(layer.head, style, layer.direct ? read : undefined)];
}

const parameterOf = (style: Style, letter: string) => style.parameter(letter, 'ih');

/** The inputs that it reads, one above the other. */
export function readInputs({ context = 1 }: Described, style: Style): Formula {
  const x = style.input('x');
  if (context === 1) return [x];
  const first = style.input('x', `t−${context - 1}`);
  return context === 2 ? math`[${first}, ${x}]` : math`[${first}, …, ${x}]`;
}
