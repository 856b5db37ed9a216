import * as l10n from '@vscode/l10n';
import { formatCount, formatNorm } from '../../../src/protocol/words';
import {
  columnValues,
  drawBars,
  drawLine,
  fillBetween,
  heightIn,
  unitValues,
  type ColumnValue,
  type RowPicture,
} from './curve';
import type { RowName } from './figureLayout';
import type { GatesTheme } from '../gatesTheme';
import { lookBackOf } from './lookBackRow';
import { clipped } from './pen';
import { writeLines, type Pen } from './pen';
import { playedDifference, playedSurprise, playedUnit } from './playedRows';
import { isGate, isGradient } from '../../../src/protocol/quantities';
import { tabName } from '../words/tabName';
import { overallMean } from '../words/sentence';
import type { Shown } from '../shown';
import { visibleSymbol } from '../../../src/protocol/symbolWords';
import { pixelOf } from './textAxis';

type Row = Shown['layout']['rows'][number];

/** Draws the curves below the units, on the same columns. */
export function paintRows(pen: Pen, shown: Shown, theme: GatesTheme): void {
  for (const row of shown.layout.rows) paintRow(pen, shown, theme, row, pictures[row.name](shown, theme));
}

const pictures: Record<RowName, (shown: Shown, theme: GatesTheme) => RowPicture> = {
  unit: unitPicture,
  mean: meanPicture,
  surprise: (shown, theme) => {
    const values = columnValues(shown, 'surprise');
    const extent = shown.data.extents.fromZero(`surprise ${scaleName(shown)}`, numbers(values));
    return { name: [l10n.t('surprise'), l10n.t('nats')], colour: theme.validation, values, extent, areBars: true };
  },
  gradientH: (shown, theme) => {
    const values = columnValues(shown, 'gradientH');
    const extent = shown.data.extents.fromZero(`gradientH ${shown.view.layer} ${scaleName(shown)}`, numbers(values));
    return { name: [l10n.t('gradient'), l10n.t('of h')], colour: theme.gradient, values, extent };
  },
  lookBack: (shown, theme) => {
    const { values, extent, note } = lookBackOf(shown);
    const symbol = visibleSymbol(shown.data.symbol?.symbol ?? '');
    return {
      name: [l10n.t('look back'), l10n.t('from {0}', symbol)],
      colour: theme.gradient,
      values,
      extent,
      areBars: true,
      note,
    };
  },
  played: playedSurprise,
  difference: playedDifference,
};

function unitPicture(shown: Shown, theme: GatesTheme): RowPicture {
  const { view, shade } = shown;
  const gate = isGate(view.quantity, shown.layer);
  const truth = unitValues(shown, view.unit!);
  const others = view.play && playedUnit(shown, truth);
  const high = Math.max(
    Math.abs(shade.low),
    shade.high,
    ...(others ? numbers([...truth, ...others]).map(Math.abs) : []),
  );
  return {
    name: [l10n.t('unit {0}', formatCount(view.unit!)), tabName(view.quantity, shown.layer)],
    colour: colourOf(shown, theme),
    values: truth,
    others,
    extent: gate ? { low: 0, high: 1 } : { low: -high, high },
    reference: gate ? undefined : 0,
  };
}

function meanPicture(shown: Shown, theme: GatesTheme): RowPicture {
  const { view, overview, data } = shown;
  const gate = isGate(view.quantity, shown.layer);
  const values = columnValues(shown, 'mean');
  const low = columnValues(shown, 'low');
  const high = columnValues(shown, 'high');
  const name = `mean ${view.layer} ${view.quantity} ${scaleName(shown)}`;
  const all = numbers([...values, ...low, ...high]);
  return {
    name: gate ? [l10n.t('mean'), l10n.t('of units')] : [l10n.t('mean size'), l10n.t('of units')],
    colour: colourOf(shown, theme),
    values,
    extent: gate ? data.extents.ofShares(name, all) : data.extents.fromZero(name, all),
    range: { low, high },
    reference: overview && overallMean(overview),
  };
}

const colourOf = ({ view }: Shown, theme: GatesTheme): string =>
  isGradient(view.quantity) ? theme.gradient : theme.state;

/** Means over many symbols have another range than single symbols. */
const scaleName = ({ axis }: Shown): string => (axis.pixels < 1 ? `${Math.ceil(-Math.log2(axis.pixels))}` : 'each');

const numbers = (values: ColumnValue[]): number[] => values.map(({ value }) => value);

function paintRow(pen: Pen, shown: Shown, theme: GatesTheme, row: Row, picture: RowPicture): void {
  const { layout, axis, view } = shown;
  const y = heightIn(row, picture.extent);
  const chosenX = pixelOf(axis, view.at);
  clipped(pen, shown, () => {
    paintGround(pen, shown, theme, row, chosenX);
    if (picture.reference !== undefined) paintReference(pen, theme, layout.width, y(picture.reference));
    pen.fillStyle = picture.colour;
    if (picture.areBars) drawBars(pen, picture.values, y, row.top + row.height - 3, picture.others ? NaN : chosenX);
    else paintCurve(pen, picture, y, chosenX);
    if (picture.others) paintOthers(pen, theme, picture.others, y);
  });
  const middle = row.top + row.height / 2;
  pen.textAlign = 'right';
  writeLines(pen, picture.name, layout.left - 8, middle, theme.quiet);
  pen.textAlign = 'left';
  const beside = layout.left + layout.width + 8;
  if (picture.note !== undefined) return writeLines(pen, picture.note, beside, middle, theme.quiet);
  const chosen = chosenOf(picture.values, chosenX);
  if (chosen === undefined) return;
  const about = shown.chunks.some(({ isApproximate }) => isApproximate) ? '≈' : '';
  writeLines(pen, [about + formatNorm(chosen.value).replaceAll(' ', '')], beside, middle, picture.colour);
}

function paintGround(pen: Pen, { axis, layout }: Shown, theme: GatesTheme, row: Row, chosenX: number): void {
  pen.fillStyle = theme.rule;
  pen.fillRect(0, row.top + row.height - 3, layout.width, 1);
  pen.fillStyle = theme.foreground;
  pen.globalAlpha = 0.12;
  pen.fillRect(Math.round(chosenX), row.top, Math.max(2, Math.round(axis.pixels)), row.height - 3);
  pen.globalAlpha = 1;
}

function paintReference(pen: Pen, theme: GatesTheme, width: number, y: number): void {
  pen.fillStyle = theme.quiet;
  pen.globalAlpha = 0.7;
  for (let x = 0; x < width; x += 5) pen.fillRect(x, Math.round(y), 2, 1);
  pen.globalAlpha = 1;
}

/** What is played stands out from the truth under it: a line in the colour of words, broken where it has no number. */
function paintOthers(pen: Pen, theme: GatesTheme, others: ColumnValue[], y: (value: number) => number): void {
  drawLine(pen, others, y, theme.paper, 4);
  drawLine(pen, others, y, theme.foreground);
}

function paintCurve(
  pen: Pen,
  { values, range, colour }: RowPicture,
  y: (value: number) => number,
  chosenX: number,
): void {
  if (range !== undefined) fillBetween(pen, range.low, range.high, y);
  drawLine(pen, values, y, colour, (values[0]?.width ?? 1) < 3 ? 1 : 1.5);
  const chosen = chosenOf(values, chosenX);
  if (chosen === undefined || chosen.width < 3) return;
  pen.beginPath();
  pen.arc(chosen.x + chosen.width / 2, y(chosen.value), 3, 0, 7);
  pen.fill();
}

const chosenOf = (values: ColumnValue[], x: number): ColumnValue | undefined =>
  values.find((each) => x >= each.x - 1e-6 && x < each.x + each.width - 1e-6);
