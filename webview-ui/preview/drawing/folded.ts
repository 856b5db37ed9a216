import * as l10n from '@vscode/l10n';
import { svg, html, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Formula } from '../../../src/protocol/equations/formula';
import { outputBefore } from '../../../src/protocol/equations/head';
import type { Style } from '../../../src/protocol/equations/style';
import { formatCount } from '../../../src/protocol/words';
import { column } from './column';
import { arrow, label, mathLabel, shapeLabel, shapeText } from './primitives';
import { branchAbove, type Row, type Rows } from './rows';

const width = 276;
const x = 74;
const boxWidth = 108;
/** Room for the time below the symbol. */
const below = 56;

/** The network as one time step with loops: a square on a loop holds what comes through it for one time step. */
export function folded(rows: Rows, batch: number, style: Style): TemplateResult {
  const height = rows.height + below;
  const once = {
    x,
    boxWidth,
    batch,
    symbol: { formula: [style.input('x')] },
    target: { formula: [] },
    loss: [style.value('L', 'loss')],
    isCounted: true,
  };
  return html`<svg
    width=${width}
    height=${height}
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label=${l10n.t('The network with its loops: what a layer hands to itself at the next time step')}
  >
    ${column(once, rows)} ${rows.rows.map((row) => loops(row, rows, style))}
    ${label(x, rows.height + 20, l10n.t('time step t'), 'middle', 'time')}
  </svg>`;
}

function loops(row: Row, rows: Rows, style: Style): SVGTemplateResult {
  const { part, top, height } = row;
  const { states, feedback, shape, reads } = part;
  if (feedback === 'output') return outputLoop(row, rows, style);
  const middle = top + height / 2;
  if ((reads ?? 1) > 1)
    return label(right + 12, middle + 4, l10n.t('reads the last {0} inputs', formatCount(reads!)), 'start', 'shape');
  if (feedback === 'none' || states.length === 0) return svg``;
  const textX = right + loopWidth(states.length - 1) + 12;
  const names = [...states].reverse().flatMap((state, at): Formula => [at > 0 ? ', ' : '', style.before(state, state)]);
  return svg`${states.map((_, at) => loop(middle, states.length === 1 ? 15 : 11 + 15 * at, loopWidth(at)))}
    ${mathLabel(textX, middle - 2, names, 'start')}
    ${label(textX, middle + 13, states.length > 1 ? l10n.t('each {0}', shapeText(shape)) : shapeText(shape), 'start', 'shape')}`;
}

const right = x + boxWidth / 2;
const loopWidth = (at: number): number => 20 + 18 * at;

/** Out of the layer's right, through the delay, and in again below. */
function loop(middle: number, half: number, width: number): SVGTemplateResult {
  const out = right + width;
  const path =
    `M${right} ${middle - half} H${out - 8} Q${out} ${middle - half} ${out} ${middle - half + 8}` +
    ` V${middle + half - 8} Q${out} ${middle + half} ${out - 8} ${middle + half} H${right + 2}`;
  return svg`${arrow(path, 'state')}
    <rect class="delay" x=${out - 4} y=${middle - 4} width="8" height="8"></rect>`;
}

/** From the head's output back into the layer. */
function outputLoop({ top, height }: Row, { rows }: Rows, style: Style): SVGTemplateResult {
  const head = rows.at(-1)!;
  const from = head.top - branchAbove;
  const to = top + height / 2;
  const out = right + 22;
  const path = `M${x} ${from} H${out - 8} Q${out} ${from} ${out} ${from + 8} V${to - 8} Q${out} ${to} ${out - 8} ${to} H${right + 2}`;
  const middle = (from + to) / 2;
  return svg`${arrow(path, 'state')}
    <rect class="delay" x=${out - 4} y=${middle - 4} width="8" height="8"></rect>
    ${mathLabel(out + 12, middle - 3, [outputBefore(style)], 'start')}
    ${shapeLabel(out + 12, middle + 11, head.part.shape, 'start')}`;
}
