import * as l10n from '@vscode/l10n';
import { equationsOf } from '../../../src/protocol/equations/equationsOf';
import { appliedTo, summands, type Equation, type Formula, type Letter } from '../../../src/protocol/equations/formula';
import type { PanelLayer } from '../../../src/protocol/gatesPanel';
import type { PanelQuantity } from '../../../src/protocol/lens';
import type { Notation } from '../../../src/protocol/notation';
import { formatDecimals } from '../../../src/protocol/words';
import { tabName } from './tabName';

/** A line of an equation; the part after it is a result and set bold. */
export interface EquationLine {
  text: string;
  result?: string;
}

type Numbers = Record<string, number>;

/**
 * The equations of one unit with its numbers put in, so that each line can be checked by hand.
 * @param notation whose order of summands they have
 * @param chosen the quantity in view: where it is no state, its own equation stands first
 * @param numbers by quantity; `sums.NAME` before it is squashed, `seen.NAME` what of that came through a peephole,
 * `NAMEBefore` at the time step before
 */
export function equations(
  layer: PanelLayer,
  notation: Notation,
  chosen: PanelQuantity,
  numbers: Numbers,
): EquationLine[] {
  if (layer.cell === 'own') return layer.quantities.flatMap((name) => valueLine(name, layer, numbers));
  const all = equationsOf(layer, notation);
  const of = (quantity: string) => all.find((each) => each.quantity === quantity);
  const isState = chosen === 'c' || chosen === 'h';
  const states = ['c', 'h'].flatMap((name) => linesOf(of(name), name, layer, numbers));
  return isState ? states : [...linesOf(of(chosen), chosen, layer, numbers), ...states];
}

function linesOf(equation: Equation | undefined, name: string, layer: PanelLayer, numbers: Numbers): EquationLine[] {
  if (equation === undefined) return [];
  const { squash, right } = equation;
  if (squash === undefined) return stateLines(name, right, layer, numbers);
  return squashedLines(name, squash, layer, numbers) ?? valueLine(name, layer, numbers);
}

/** What is known of a quantity without its sum. */
const valueLine = (name: string, layer: PanelLayer, { [name]: value }: Numbers): EquationLine[] =>
  value === undefined ? [] : [{ text: `${tabName(name, layer)} = `, result: write(value) }];

/** A quantity from its sum. What came through a peephole stands apart. */
function squashedLines(name: string, squash: string, layer: PanelLayer, numbers: Numbers): EquationLine[] | undefined {
  const [sum, value, seen] = [numbers[`sums.${name}`], numbers[name], numbers[`seen.${name}`]];
  if (sum === undefined || value === undefined || squash === '') return undefined;
  const shown = tabName(name, layer);
  if (seen === undefined) return [{ text: `${shown} = ${squash}(${write(sum)}) = `, result: write(value) }];
  return [
    { text: `${shown} = ${squash}(${l10n.t('sum')} + ${l10n.t('peephole')})` },
    { text: `  = ${squash}(${write(sum - seen)} + ${write(seen)}) = `, result: write(value) },
  ];
}

/** A state from gates and states: a summand a line, once by name and once in numbers. */
function stateLines(name: string, right: Formula, layer: PanelLayer, numbers: Numbers): EquationLine[] {
  if (numbers[name] === undefined) return [];
  const parts = summands(right);
  const each = (written: (part: Formula) => string) =>
    parts.map((part, at) => (at === 0 ? written(part) : `  + ${written(part)}`));
  const [named, ...others] = each((part) => inWords(part, layer));
  const [first, ...more] = each((part) => inNumbers(part, numbers));
  const lines = [`${tabName(name, layer)} = ${named!}`, ...others, `  = ${first!}`, ...more].map((text) => ({ text }));
  const result = write(numbers[name]);
  return parts.length > 1
    ? [...lines, { text: '  = ', result }]
    : [...lines.slice(0, -1), { text: `${lines.at(-1)!.text} = `, result }];
}

const nameOf = ({ quantity = '', isBefore = false }: Letter, layer: PanelLayer): string =>
  isBefore ? l10n.t('{0} before', tabName(quantity, layer)) : tabName(quantity, layer);

/** Numbers of one unit are multiplied as numbers are. */
const signs = (text: string): string => text.replace(/[⊙∗]/, '×');

const inWords = (formula: Formula, layer: PanelLayer): string =>
  formula
    .map((piece): string => {
      if (typeof piece === 'string') return signs(piece);
      return 'apply' in piece ? inWords(appliedTo(piece, nameOf(piece.to, layer)), layer) : nameOf(piece, layer);
    })
    .join('');

const inNumbers = (formula: Formula, numbers: Numbers): string =>
  formula
    .map((piece): string => {
      if (typeof piece === 'string') return signs(piece);
      const { quantity = '', isBefore = false } = 'apply' in piece ? piece.to : piece;
      const value = numbers[isBefore ? `${quantity}Before` : quantity];
      if (value === undefined) return '–';
      if (!('apply' in piece)) return write(value);
      return write(piece.apply === 'tanh' ? Math.tanh(value) : 1 - value);
    })
    .join('');

/** Three decimals, and no minus before nothing. */
const write = (value: number): string => formatDecimals(Math.abs(value) < 5e-4 ? 0 : value, 3);
