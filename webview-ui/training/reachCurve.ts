import * as l10n from '@vscode/l10n';
import { reachLimit, reachVerdict, type Verdict } from '../../src/protocol/reachVerdict';
import { formatCount, formatDecimals, formatPowerOfTen } from '../../src/protocol/words';
import type { Point } from '../shared/binning';
import type { Canvas, Frame, PlacedText, Picture, Series } from '../shared/charts/picture';
import { placeNear, type Box } from '../shared/charts/placeTexts';
import { smallFont } from '../shared/charts/paint';
import { withOpacity } from '../shared/charts/colour';
import type { Ramp } from '../shared/heatRamp';
import type { Theme } from '../shared/theme';
import { windowTicks } from '../shared/ticks';
import { reachCeiling, reachFloor } from './heatPicture';
import type { FieldView } from './recordField';

/** Measurements that a verdict looks at. */
const measurements = 5;
/** Far below the axis: where a line that reaches nothing leaves the picture. */
const nothing = -60;

/** The verdict on the measurements up to one of them. */
export function verdictAt(field: FieldView, record: number): Verdict {
  const from = Math.max(0, record + 1 - measurements);
  return reachVerdict(Array.from({ length: record + 1 - from }, (_, index) => field.record(from + index)));
}

/** One reach curve: the share of the gradient that arrives, by time steps back. */
export function reachCurve(field: FieldView, record: number, frame: Frame, theme: Theme, ramp: Ramp): Picture {
  const curve = logarithms(field.record(record));
  const first = logarithms(field.record(0));
  const { slope, words } = fitWords(verdictAt(field, record));
  const fit = slope === undefined ? [] : fitLine(curve, slope);
  const ceiling = reachCeiling(field);
  const lines = [first, fit, curve];
  return {
    theme,
    frame,
    x: { from: 0, to: field.rows - 1, ticks: windowTicks(field.rows - 1), write: formatCount },
    y: { from: reachFloor, to: ceiling, ticks: decadeTicks(ceiling), write: formatPowerOfTen, hasGrid: true },
    series: series(first, fit, curve, theme),
    colourBar: ramp,
    horizon: {
      from: { x: 0, y: Math.log10(reachLimit) },
      to: { x: Math.min(field.rows - 1, field.horizons[record]! + 0.5), y: Math.log10(reachLimit) },
      colour: theme.foreground,
    },
    placeTexts: (canvas) => {
      const newest = [{ text: stepName(field, record), colour: theme.gradient }, ...quiet(words, theme)];
      const oldest = record === 0 ? [] : quiet(stepName(field, 0), theme);
      return placeLabels(canvas, lines, newest, oldest, theme);
    },
  };
}

type Line = { text: string; colour: string };

const quiet = (text: string | undefined, theme: Theme): Line[] =>
  text === undefined ? [] : [{ text, colour: theme.quiet }];

const stepName = (field: FieldView, record: number): string => l10n.t('step {0}', formatCount(field.steps[record]!));

function series(first: Point[], fit: Point[], curve: Point[], theme: Theme): Series[] {
  return [
    { points: first, colour: withOpacity(theme.quiet, 0.7), width: 1 },
    { points: fit, colour: theme.quiet, width: 1, dash: [2, 3] },
    { points: curve, colour: theme.gradient, width: 2 },
  ];
}

function logarithms(curve: Float32Array): Point[] {
  return Array.from(curve, (share, x) => ({ x, y: Number.isNaN(share) ? NaN : logarithm(share) }));
}

const logarithm = (share: number): number => Math.min(-nothing, Math.max(nothing, Math.log10(share)));

/** Decades to each side of the half-life or doubling time, and how it is said beside the line. */
function fitWords({ halfLife, doublingTime }: Verdict): { slope?: number; words?: string } {
  const rounded = (count: number): string => formatDecimals(count, count < 9.95 ? 1 : 0);
  if (halfLife !== undefined)
    return { slope: -Math.log10(2) / halfLife, words: l10n.t('halves every {0}', rounded(halfLife)) };
  if (doublingTime !== undefined)
    return { slope: Math.log10(2) / doublingTime, words: l10n.t('doubles every {0}', rounded(doublingTime)) };
  return {};
}

/** The exponential of the verdict at the height of this curve, so that one number is said once and drawn once. */
function fitLine(curve: Point[], slope: number): Point[] {
  const seen = curve.filter(({ x, y }) => x > 0 && y > reachFloor && y < -nothing);
  if (seen.length === 0) return [];
  const height = seen.reduce((sum, { x, y }) => sum + y - slope * x, 0) / seen.length;
  return curve.slice(1).map(({ x }) => ({ x, y: height + slope * x }));
}

function decadeTicks(ceiling: number): number[] {
  const gap = ceiling - reachFloor > 16 ? 4 : 2;
  const ticks: number[] = [];
  for (let tick = Math.ceil(reachFloor / gap) * gap; tick <= ceiling; tick += gap) ticks.push(tick);
  return ticks;
}

/** The newest curve's name near its end, the first curve's where there is room left. */
function placeLabels(canvas: Canvas, lines: Point[][], newest: Line[], oldest: Line[], theme: Theme): PlacedText[] {
  canvas.pen.font = smallFont(theme.fontFamily);
  const [first = [], fit = [], curve = []] = lines.map((line) => inPixels(canvas, line));
  const taken: Box[] = [];
  const placed: PlacedText[] = [];
  for (const [line, texts] of [
    [curve, newest],
    [first, oldest],
  ] as const) {
    if (texts.length === 0) continue;
    const others = [first, fit, curve].filter((other) => other !== line);
    const box = placeNear(line, sizeOf(canvas, texts), others, taken, canvas.area);
    if (box === undefined) continue;
    taken.push(box);
    placed.push({ x: box.left + box.width, y: box.top, align: 'right', lines: texts });
  }
  return placed;
}

function inPixels({ x, y, area }: Canvas, line: Point[]): Point[] {
  const pixels = line.filter((point) => !Number.isNaN(point.y)).map((point) => ({ x: x(point.x), y: y(point.y) }));
  const below = pixels.findIndex((point) => point.y > area.bottom + 20);
  return below < 0 ? pixels : pixels.slice(0, below + 1);
}

function sizeOf({ pen }: Canvas, lines: Line[]): { width: number; height: number } {
  return { width: Math.max(...lines.map(({ text }) => pen.measureText(text).width)), height: 15 * lines.length };
}
