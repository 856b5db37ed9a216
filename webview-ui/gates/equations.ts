import type { PanelLayer } from '../../src/protocol/gatesPanel';
import type { PanelQuantity } from '../../src/protocol/lens';
import { formatDecimals } from '../../src/protocol/words';

/** A line of an equation; the part after it is a result and set bold. */
export interface EquationLine {
  text: string;
  result?: string;
}

type Numbers = Record<string, number>;

/**
 * The equations of one unit with its numbers put in, so that each line can be checked by hand.
 * @param chosen the quantity in view: where it is a gate or the candidate, its own equation stands first
 */
export function equations(layer: PanelLayer, chosen: PanelQuantity, numbers: Numbers): EquationLine[] {
  return [...squashed(layer, chosen, numbers), ...stateEquations(layer, numbers)];
}

function stateEquations(layer: PanelLayer, numbers: Numbers): EquationLine[] {
  if (layer.cell === 'lstm') return lstmEquations(numbers);
  return layer.cell === 'gru' ? gruEquations(layer, numbers) : [];
}

function lstmEquations(numbers: Numbers): EquationLine[] {
  const n = writer(numbers);
  const tanh = numbers['c'] === undefined ? '–' : write(Math.tanh(numbers['c']));
  return [
    { text: 'c = forget × c before' },
    { text: '  + input × candidate' },
    { text: `  = ${n('forget')} × ${n('cBefore')}` },
    { text: `  + ${n('input')} × ${n('candidate')}` },
    { text: '  = ', result: n('c') },
    { text: 'h = output × tanh c' },
    { text: `  = ${n('output')} × ${tanh} = `, result: n('h') },
  ];
}

/** The update gate weighs the old state or the new one, by the sense that the layer gives it. */
function gruEquations({ update }: PanelLayer, numbers: Numbers): EquationLine[] {
  const n = writer(numbers);
  const [old, fresh] = update === 'replace' ? ['candidate', 'hBefore'] : ['hBefore', 'candidate'];
  const names = update === 'replace' ? ['candidate', 'h before'] : ['h before', 'candidate'];
  const rest = numbers['update'] === undefined ? '–' : write(1 - numbers['update']);
  return [
    { text: `h = update × ${names[0]!}` },
    { text: `  + (1 − update) × ${names[1]!}` },
    { text: `  = ${n('update')} × ${n(old!)}` },
    { text: `  + ${rest} × ${n(fresh!)}` },
    { text: '  = ', result: n('h') },
  ];
}

/** A gate or candidate from its sum; of a simple cell, its state. What came through a peephole stands apart. */
function squashed(layer: PanelLayer, chosen: PanelQuantity, numbers: Numbers): EquationLine[] {
  const name = layer.cell === 'elman' ? 'h' : chosen;
  const [sum, value, seen] = [numbers[`sums.${name}`], numbers[name], numbers[`seen.${name}`]];
  if (sum === undefined || value === undefined || !['lstm', 'gru', 'elman'].includes(layer.cell)) return [];
  const squash = squashName(layer, name);
  if (seen === undefined) return [{ text: `${name} = ${squash}(${write(sum)}) = `, result: write(value) }];
  const others = layer.peephole === 'full' ? 'P c' : 'p × c';
  return [
    { text: `${name} = ${squash}(sum + ${others}${name === 'output' ? '' : ' before'})` },
    { text: `  = ${squash}(${write(sum - seen)} + ${write(seen)}) = `, result: write(value) },
  ];
}

/** What makes a quantity of its sum. */
function squashName({ cell, candidate, activation }: PanelLayer, name: string): string {
  if (name === 'candidate') return candidate === 'sigmoid' ? 'σ' : 'tanh';
  if (cell !== 'elman') return 'σ';
  return { tanh: 'tanh', sigmoid: 'σ', relu: 'relu', identity: '' }[activation ?? 'tanh'];
}

const writer =
  (numbers: Numbers) =>
  (name: string): string =>
    numbers[name] === undefined ? '–' : write(numbers[name]);

/** Three decimals, and no minus before nothing. */
const write = (value: number): string => formatDecimals(Math.abs(value) < 5e-4 ? 0 : value, 3);
