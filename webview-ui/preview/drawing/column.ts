import { svg, type SVGTemplateResult } from 'lit';
import type { Formula } from '../../../src/protocol/equations/formula';
import { shownSymbol } from '../shownSymbol';
import { arrow, box, label, mathLabel, shapeLabel } from './primitives';
import { lossRadius, symbolHalf, type Rows } from './rows';

/** One time step of the network. */
export interface Column {
  /** Middle. */
  x: number;
  boxWidth: number;
  batch: number;
  /** What is read, and what is to be predicted; a formula where no symbol is meant. */
  symbol: { text: string } | { formula: Formula };
  target: { text: string } | { formula: Formula };
  loss: Formula;
  /** Whether its loss counts in this window. */
  isCounted: boolean;
}

/** Draws one time step: symbol, input, layers, head and loss, with the shape at every arrow. */
export function column(column: Column, { rows, lossAt, symbolAt }: Rows): SVGTemplateResult {
  const { x, batch, boxWidth } = column;
  const tops = [...rows.map(({ top }) => top), lossAt - lossRadius];
  const bottoms = [symbolAt - symbolHalf, ...rows.map(({ top }) => top)];
  const shapes = [[batch], ...rows.map(({ part }) => part.shape)];
  const ends = [...rows.map(({ top, height }) => top + height), lossAt + lossRadius];
  return svg`
    ${tops.map(
      (_, at) => svg`${arrow(`M${x} ${bottoms[at]!} V${ends[at]! + 2}`)}
      ${shapeLabel(x + 7, (bottoms[at]! + ends[at]!) / 2 + 4, shapes[at]!, 'start')}`,
    )}
    ${rows.map(({ part, top, height }) => box(x, top, { width: boxWidth, height }, part.name, part.detail, part.kind))}
    <circle class="loss ${column.isCounted ? '' : 'again'}" cx=${x} cy=${lossAt} r=${lossRadius}></circle>
    ${mathLabel(x, lossAt + 4, column.loss, 'middle', 'small')}
    ${sign(x + lossRadius + 6, lossAt + 4, column.target, 'start', 'target')}
    <rect class="symbol" x=${x - symbolHalf} y=${symbolAt - symbolHalf} width=${2 * symbolHalf}
      height=${2 * symbolHalf} rx="5"></rect>
    ${sign(x, symbolAt + 4.5, column.symbol, 'middle', 'glyph')}
  `;
}

function sign(x: number, y: number, what: Column['symbol'], anchor: 'start' | 'middle', kind: string) {
  return 'text' in what
    ? label(x, y, shownSymbol(what.text), anchor, kind)
    : mathLabel(x, y, what.formula, anchor, 'small');
}
