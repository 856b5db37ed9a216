import * as l10n from '@vscode/l10n';
import { formatCount, formatPercent } from '../../../src/protocol/words';
import { smallFont } from '../../shared/charts/paint';
import type { GatesTheme } from '../gatesTheme';
import { writeLines, type Pen } from './pen';
import { isGradient } from '../../../src/protocol/quantities';
import type { Shown } from '../shown';
import { inView } from './textAxis';

/** The strip and the line of words below it. */
const stripHeight = 44;
export const wholeHeight = stripHeight + 20;

/** Draws the whole text: the mean over units with its range, and which part of it is in view. */
export function paintWhole(pen: Pen, shown: Shown, theme: GatesTheme, reading: string | undefined): void {
  const { layout, view, overview } = shown;
  pen.font = smallFont(theme.fontFamily);
  pen.textBaseline = 'middle';
  pen.direction = 'ltr';
  pen.textAlign = 'right';
  writeLines(pen, [l10n.t('whole'), l10n.t('text')], layout.left - 8, stripHeight / 2, theme.quiet);
  pen.save();
  pen.translate(layout.left, 0);
  const colour = isGradient(view.quantity) ? theme.gradient : theme.state;
  if (overview !== undefined && overview.buckets.length > 0) paintBuckets(pen, shown, colour);
  paintWindow(pen, shown, theme);
  pen.restore();
  paintWords(pen, shown, theme, reading);
}

function paintBuckets(pen: Pen, { overview, layout }: Shown, colour: string): void {
  const { buckets, symbols, traced } = overview!;
  const width = (layout.width * traced) / Math.max(1, symbols);
  const low = Math.min(...buckets.map((bucket) => bucket.low));
  const high = Math.max(...buckets.map((bucket) => bucket.high));
  const x = (index: number): number => ((index + 0.5) / buckets.length) * width;
  const y = (value: number): number => stripHeight - 3 - ((value - low) / (high - low || 1)) * (stripHeight - 6);
  pen.fillStyle = pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.globalAlpha = 0.28;
  pen.beginPath();
  buckets.forEach((bucket, index) => pen.lineTo(x(index), y(bucket.high)));
  for (let index = buckets.length - 1; index >= 0; index--) pen.lineTo(x(index), y(buckets[index]!.low));
  pen.fill();
  pen.globalAlpha = 1;
  pen.beginPath();
  buckets.forEach((bucket, index) => pen.lineTo(x(index), y(bucket.mean)));
  pen.stroke();
}

/** The part in view as a frame, or as a post with a flag where it is too narrow to be seen. */
function paintWindow(pen: Pen, { axis, room, layout }: Shown, theme: GatesTheme): void {
  const { from, to } = inView(axis, room);
  const left = (from / Math.max(1, room.symbols)) * layout.width;
  const width = Math.max(3, ((to - from) / Math.max(1, room.symbols)) * layout.width);
  const middle = left + width / 2;
  pen.fillStyle = theme.foreground;
  if (width > 12) {
    pen.globalAlpha = 0.12;
    pen.fillRect(left, 0, width, stripHeight);
    pen.globalAlpha = 1;
    for (const x of [left, left + width - 1.5]) pen.fillRect(x, 0, 1.5, stripHeight);
    return;
  }
  pen.fillRect(left, 0, width, stripHeight);
  pen.beginPath();
  for (const [x, y] of [[-5, 0], [5, 0], [0, 6]] as const) pen.lineTo(middle + x, y); // prettier-ignore
  pen.fill();
}

function paintWords(pen: Pen, shown: Shown, theme: GatesTheme, reading: string | undefined): void {
  const { axis, room, layout } = shown;
  const { from, to } = inView(axis, room);
  const y = stripHeight + 10;
  const range = l10n.t('{0} to {1}', formatCount(from + 1), formatCount(to));
  pen.fillStyle = theme.quiet;
  pen.textAlign = 'right';
  pen.fillText(range, layout.left + layout.width, y);
  pen.textAlign = 'left';
  const free = layout.width - pen.measureText(range).width - 16;
  const words = [reading, ...stripWords(shown)].find(
    (each) => each !== undefined && pen.measureText(each).width <= free,
  );
  if (words !== undefined) pen.fillText(words, layout.left, y);
}

/** What the strip shows, the longest way of saying it first. */
function stripWords({ room, overview }: Shown): string[] {
  const count = formatCount(room.symbols);
  if (overview !== undefined && overview.traced < overview.symbols)
    return [
      l10n.t('{0} characters, {1} of them seen so far', count, formatPercent(overview.traced / overview.symbols)),
    ];
  return [
    l10n.t('{0} characters: mean over units, and its range of 10 to 90 %', count),
    l10n.t('{0} characters: mean, 10 to 90 %', count),
    l10n.t('mean, 10 to 90 %'),
  ];
}
