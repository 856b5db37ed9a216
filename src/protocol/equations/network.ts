import type { HiddenLayers } from '../networkSchema';
import type { Equation, Formula } from './formula';
import { squashOf, squashed, type Style } from './style';

/** A feed-forward network (MLP) inside of a layer or of the head. */
export interface Network {
  /** What its hidden layers are called, before their number; as the lens calls them. */
  name: string;
  hidden: HiddenLayers;
  read: Formula;
  /** Number of the lowest; 1 where it is left out. */
  from?: number;
  /** What the parameters of hidden layer i are marked with. */
  of(i: number): string;
}

/** The equations of the hidden layers, from the input up, and what the linear layer on top of them reads. */
export function hiddenEquations({ name, hidden, read, from = 1, of }: Network, style: Style): [Equation[], Formula] {
  let below = read;
  const equations = hidden.map(({ units, activation }, i): Equation => {
    const quantity = `${name}${from + i}`;
    const squash = squashOf(activation);
    const right = squashed(squash, style.linear(of(i), below));
    const left = [style.value(quantity, quantity)];
    below = left;
    return { quantity, left, right, squash, units };
  });
  return [equations, below];
}
