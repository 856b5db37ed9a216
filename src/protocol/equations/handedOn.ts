import type { Described } from './described';
import { readInputs } from './feedForward';
import { unbracketed } from './head';
import { math, type Equation, type Formula } from './formula';
import type { Style } from './style';

/**
 * What a layer hands to the one above, where that is not its h: with the inputs beside it, or with some of it dropped
 * while training. m is drawn anew for every unit and time step: 0 for the share that is dropped, else 1.
 * @see Srivastava et al. 2014; inverted, as in torch.nn.LSTM
 */
export function handedOn(layer: Described, style: Style): Equation[] {
  const { head, dropout = 0, direct = false } = layer;
  return head !== undefined || (dropout === 0 && !direct) ? [] : [handedEquation(layer, style)];
}

/** The same where nothing is dropped, too. */
export function handedEquation(layer: Described, style: Style): Equation {
  const { dropout = 0, direct = false } = layer;
  const h = style.value('h', 'h');
  const whole: Formula = direct ? math`[${h}, ${unbracketed(readInputs(layer, style))}]` : [h];
  const right = dropout === 0 ? whole : math`${style.input('m')} ${style.times} ${whole} / (1 − ${String(dropout)})`;
  return { quantity: 'handedOn', left: [style.value('h′', 'handedOn')], right };
}
