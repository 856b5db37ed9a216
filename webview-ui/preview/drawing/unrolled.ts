import * as l10n from '@vscode/l10n';
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { Formula } from '../../../src/protocol/equations/formula';
import type { Style } from '../../../src/protocol/equations/style';
import type { NetworkPreview } from '../../../src/protocol/preview';
import { formatCount } from '../../../src/protocol/words';
import { column, type Column } from './column';
import { handsStateOn, outputFeedback, windowInputs, type Place } from './feedback';
import { arrow, label, mathLabel, shapeLabel } from './primitives';
import { stateHeights, type Row, type Rows } from './rows';
import { columnPlaces, timeColumns, unrolledSizes, type UnrolledSizes } from './timeColumns';

/** Room for the times, and for the way that the gradient takes. */
const below = 56;

/** The network once for every time step of a window, from the state that comes in to the one that goes on. */
export function unrolled(preview: NetworkPreview, rows: Rows, room: number, style: Style): TemplateResult {
  const { window } = preview.experiment.training;
  const sizes = unrolledSizes(room);
  const places = columnPlaces(timeColumns(window, room, sizes), room, sizes);
  const width = places.at(-1)!.right + sizes.right;
  const height = rows.height + below;
  return html`<svg
    width=${width}
    height=${height}
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label=${l10n.t('The network at each of the {0} time steps of a window', formatCount(window))}
  >
    ${rows.rows.map((row, at) => recurrence(row, at, rows, places, sizes, preview, style))}
    ${places.map((place) => timeStep(place, rows, sizes, preview, style))} ${way(places, rows, sizes, preview)}
  </svg>`;
}

function timeStep(
  place: Place,
  rows: Rows,
  sizes: UnrolledSizes,
  preview: NetworkPreview,
  style: Style,
): SVGTemplateResult {
  if (place.column === 'gap') return svg`${rows.rows.map((row) => dots(row, place))}`;
  const { t } = place.column;
  const { experiment, symbols } = preview;
  const { batch, window, stride, outputs } = experiment.training;
  const at = (index: number): Column['symbol'] =>
    index < symbols.length ? { text: symbols[index]! } : { formula: [style.input('x', `${index + 1}`)] };
  const drawn: Column = {
    x: place.middle,
    boxWidth: sizes.box,
    batch,
    symbol: at(t - 1),
    target: at(t),
    loss: [style.value('L', 'loss', `${t}`)],
    isCounted: outputs === 'last' ? t === window : t > window - stride,
  };
  return svg`${column(drawn, rows)}${mathLabel(place.middle, rows.height + 18, [`t = ${t}`], 'middle', 'time')}`;
}

/** Stand for the layers at the time steps that are not drawn. */
const dots = ({ part, top, height }: Row, { middle }: Place): SVGTemplateResult =>
  part.kind === 'layer' && !handsStateOn(part) ? label(middle, top + height / 2 + 4, '···', 'middle', 'dots') : svg``;

/** What a layer reads of other time steps. */
function recurrence(
  row: Row,
  at: number,
  rows: Rows,
  places: Place[],
  sizes: UnrolledSizes,
  preview: NetworkPreview,
  style: Style,
): SVGTemplateResult {
  if (row.part.feedback === 'output') return outputFeedback(row, rows, places, style);
  if ((row.part.reads ?? 1) > 1) return windowInputs(row, rows.rows[at - 1]!, places);
  return handsStateOn(row.part) ? states(row, places, sizes, preview, style) : svg``;
}

/** The states of a layer, from time step to time step. */
function states(
  row: Row,
  places: Place[],
  sizes: UnrolledSizes,
  preview: NetworkPreview,
  style: Style,
): SVGTemplateResult {
  const { part } = row;
  const heights = stateHeights(row);
  return svg`${part.states.map((state, index) => {
    const y = heights[index]!;
    const at = (time: number): Formula => [style.value(state, state, `${time}`)];
    return svg`${comingIn(at(0), y, places[0]!, preview, sizes)} ${places.slice(1).map((place, at) => between(places[at]!, place, y, part.shape))}
      ${goingOn(at(preview.experiment.training.window), y, places.at(-1)!, preview, sizes)}`;
  })}`;
}

function comingIn(
  state: Formula,
  y: number,
  first: Place,
  preview: NetworkPreview,
  sizes: UnrolledSizes,
): SVGTemplateResult {
  const from = cutAt(first, sizes) - Math.min(22, 0.25 * sizes.left);
  const { carryState } = preview.experiment.training;
  return svg`${arrow(`M${from} ${y} H${first.left - 2}`, 'state')}
    ${mathLabel(from - 4, y + 4, carryState ? state : ['0'], 'end')}`;
}

function between(from: Place, to: Place, y: number, shape: readonly number[]): SVGTemplateResult {
  const dots = to.column === 'gap' ? label(to.middle, y + 4, '···', 'middle', 'dots') : svg``;
  const isShown = from.column !== 'gap';
  return svg`${arrow(`M${from.right} ${y} H${to.left - 2}`, 'state')} ${dots}
    ${isShown ? shapeLabel((from.right + to.left) / 2 - 1, y - 5, shape) : svg``}`;
}

function goingOn(
  state: Formula,
  y: number,
  last: Place,
  preview: NetworkPreview,
  sizes: UnrolledSizes,
): SVGTemplateResult {
  const { window, stride, carryState } = preview.experiment.training;
  if (!carryState || stride < window) return svg``;
  const end = last.right + Math.min(24, sizes.right - 2);
  return svg`${arrow(`M${last.right} ${y} H${end}`, 'state')}
    ${sizes.right > 40 ? mathLabel(end + 5, y + 4, state, 'start') : svg``}`;
}

/** Where the gradient is cut, on the way of the state that comes in. */
const cutAt = (first: Place, { left }: UnrolledSizes): number => first.left - Math.min(22, 0.36 * left);

/** The way of the gradient, from the last loss back to where it is cut. */
function way(places: Place[], rows: Rows, sizes: UnrolledSizes, preview: NetworkPreview): SVGTemplateResult {
  const { window } = preview.experiment.training;
  const cut = cutAt(places[0]!, sizes);
  const y = rows.height + 32;
  const from = places.at(-1)!.middle;
  const words =
    sizes.left > 70
      ? l10n.t('the gradient goes back {0} time steps and is cut here', formatCount(window))
      : l10n.t('gradient: {0} steps, then cut', formatCount(window));
  const topRow = rows.rows.at(-2)!;
  return svg`<path class="cut" d="M${cut} ${topRow.top - 14} V${y + 8}"></path>
    ${arrow(`M${from} ${y} H${cut + 3}`, 'gradient')} ${label(cut + 8, y + 16, words, 'start', 'gradient')}`;
}
