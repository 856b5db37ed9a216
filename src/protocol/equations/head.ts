import type { HiddenLayers } from '../networkSchema';
import { math, type Equation, type Formula } from './formula';
import { hiddenEquations } from './network';
import type { Style } from './style';

/** The output of the model at the time step before, and what it should have been. */
export const outputWanted = (style: Style) => style.input('y', 't−1');
export const outputBefore = (style: Style) => style.before('o', 'modelOutput');

/**
 * What the head makes of the last layer: o = V h + c, with hidden layers between where it has some.
 * @param direct inputs that go to the head beside h
 */
export function headEquations(hidden: HiddenLayers, style: Style, direct?: Formula): Equation[] {
  const h = style.value('h', 'h');
  const of = (i: number) => (style.notation === 'pytorch' ? `ho,${i}` : `ho${i + 1}`);
  const read = direct === undefined ? [h] : math`[${h}, ${unbracketed(direct)}]`;
  const [equations, top] = hiddenEquations({ name: 'ho', hidden, read, of }, style);
  const [V, c] = [style.parameter('V'), style.parameter('c')];
  const isDirect = direct !== undefined && hidden.length === 0;
  const product = isDirect ? math`${V} ${h} + ${style.parameter('W')} ${direct}` : math`${V} ${top}`;
  const right = style.notation === 'goodfellow' ? math`${c} + ${product}` : math`${product} + ${c}`;
  return [...equations, { quantity: 'modelOutput', left: [style.value('o', 'modelOutput')], right }];
}

/** Inputs one above the other as one list. */
export const unbracketed = (list: Formula): Formula => list.filter((piece) => piece !== '[' && piece !== ']');
