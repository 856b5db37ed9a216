import type { Described } from './described';
import { math, type Equation, type Formula, type Letter } from './formula';
import type { Style } from './style';

/** A cell that the person wrote: some function, of which its states and what it names are known. */
export function ownEquations({ quantities = ['h'], parameters = ['θ'] }: Described, style: Style): Equation[] {
  const states = quantities.includes('c') ? ['h', 'c'] : ['h'];
  const named = quantities.filter((name) => name !== 'h' && name !== 'c');
  const given = listed([...states, ...named].map((name) => style.value(name, name)));
  const read = listed([...states.map((name) => style.before(name, name)), style.input('x')]);
  const learned = listed(parameters.map((name) => style.parameter(name)));
  return [{ quantity: 'own', left: given, right: math`f(${read}; ${learned})` }];
}

const listed = (letters: Letter[]): Formula =>
  letters.flatMap((letter, at): Formula => (at === 0 ? [letter] : [', ', letter]));
