import type { Described } from './described';
import { math, type Equation, type Formula, type Letter } from './formula';
import { hiddenEquations } from './network';
import { squashOf, squashed, type Style } from './style';

/** From one state to the next through networks, each with a linear top. @see Pascanu, Gulcehre, Cho, Bengio 2014 */
export const deepEquations = (layer: Described, style: Style): Equation[] =>
  layer.transition === 'nested' ? nestedEquations(layer, style) : additiveEquations(layer, style);

/** h = phi(F_hh(h) + F_xh(x)). */
function additiveEquations({ activation, hiddenToHidden = [], inputToHidden = [] }: Described, style: Style) {
  const [h, x] = [style.before('h', 'h'), style.input('x')];
  const paths = [
    { name: 'hh', of: 'hh', hidden: hiddenToHidden, read: h },
    { name: 'xh', of: style.notation === 'pytorch' ? 'ih' : 'xh', hidden: inputToHidden, read: x },
  ].map(({ name, of, hidden, read }) => {
    const mark = (i: number) => (style.notation === 'pytorch' ? `${of},${i}` : `${name}${i + 1}`);
    const [below, top] = hiddenEquations({ name, hidden, read: [read], of: mark }, style);
    const F = network(name);
    const equation: Equation = { quantity: name, left: math`${F}(${read})`, right: style.linear(of, top) };
    return { F: math`${F}(${read})`, equations: [...below, equation] };
  });
  return [
    ...paths.flatMap(({ equations }) => equations),
    outer(math`${paths[0]!.F} + ${paths[1]!.F}`, activation, style),
  ];
}

/** h = phi(F([h, x])); the first layer of F has weights of its own for h and for x. */
function nestedEquations({ activation, hiddenToHidden: hidden = [] }: Described, style: Style): Equation[] {
  const [h, x] = [style.before('h', 'h'), style.input('x')];
  const isNumbered = style.notation === 'pytorch';
  const F = math`${network()}([${h}, ${x}])`;
  const lowest = (of?: string) => style.affine({ ...(isNumbered ? {} : { of }), state: [h], input: [x] });
  const top = (right: Formula): Equation[] => [{ quantity: 'f', left: F, right }, outer(F, activation, style)];
  const [first, ...above] = hidden;
  if (first === undefined) return top(lowest());
  const f1 = style.value('f1', 'f1');
  const squash = squashOf(first.activation);
  const equations: Equation[] = [
    { quantity: 'f1', left: [f1], right: squashed(squash, lowest('f1')), squash, units: first.units },
  ];
  const of = (i: number) => (isNumbered ? `${i + 1}` : `f${i + 2}`);
  const [others, read] = hiddenEquations({ name: 'f', hidden: above, read: [f1], of, from: 2 }, style);
  return [...equations, ...others, ...top(style.linear(isNumbered ? `${hidden.length}` : 'f', read))];
}

/** A network as a whole: its letters stand for its equations. */
const network = (name?: string): Letter => ({
  letter: 'F',
  ...(name ? { below: name } : {}),
  kind: 'value',
  quantity: name ?? 'f',
});

function outer(sum: Formula, activation: Described['activation'], style: Style): Equation {
  const squash = squashOf(activation);
  return { quantity: 'h', left: [style.value('h', 'h')], right: squashed(squash, sum), squash };
}
