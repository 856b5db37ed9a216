import type { Notation } from '../notation';
import { deepEquations } from './deep';
import type { Described } from './described';
import { elmanEquations } from './elman';
import { feedForwardEquations } from './feedForward';
import type { Equation } from './formula';
import { gruEquations } from './gru';
import { handedOn } from './handedOn';
import { jordanEquations } from './jordan';
import { lstmEquations } from './lstm';
import { ownEquations } from './own';
import { styleOf, type Style } from './style';

const cells: Record<Described['cell'], (layer: Described, style: Style) => Equation[]> = {
  lstm: lstmEquations,
  gru: gruEquations,
  elman: elmanEquations,
  jordan: jordanEquations,
  deep: deepEquations,
  'feed-forward': feedForwardEquations,
  own: ownEquations,
};

/** The equations of a layer as its options stand, in the letters of a source, each after those that it uses. */
export function equationsOf(layer: Described, notation: Notation): Equation[] {
  const style = styleOf(notation);
  return [...cells[layer.cell](layer, style), ...handedOn(layer, style)];
}
