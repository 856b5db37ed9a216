import type { Notation } from '../notation';
import type { Described } from './described';
import { equationsOf } from './equationsOf';
import type { Equation } from './formula';
import { handedEquation } from './handedOn';
import { forgetBiasEquation } from './lstm';
import { styleOf } from './style';

/** Which equations an option of a layer changes, by what they give. */
const changed: Partial<Record<string, RegExp>> = {
  cell: /^/,
  file: /^/,
  candidate: /^(candidate|c)$/,
  peephole: /^(forget|input|output)$/,
  reset: /^(reset|candidate)$/,
  update: /^(update|h)$/,
  activation: /^(sum|h)$/,
  feedback: /^(sum|h|ho\d+|modelOutput)$/,
  teacherForcing: /^(sum|h|ho\d+|modelOutput)$/,
  transition: /^/,
  hiddenToHidden: /^(hh|f)\d*$/,
  inputToHidden: /^xh\d*$/,
  context: /^h$/,
  direct: /^(ho\d+|modelOutput|handedOn)$/,
};

/** The equations that an option of a layer changes, as the options stand; none where it changes none. */
export function layerOptionEquations(
  layer: Described & { forgetBias?: number },
  option: string,
  notation: Notation,
): Equation[] {
  const style = styleOf(notation);
  if (option === 'forgetBias') return [forgetBiasEquation(layer.forgetBias ?? 0, style)];
  if (option === 'dropout') return layer.head === undefined ? [handedEquation(layer, style)] : [];
  const pattern = changed[option];
  return pattern === undefined ? [] : equationsOf(layer, notation).filter(({ quantity }) => pattern.test(quantity));
}
