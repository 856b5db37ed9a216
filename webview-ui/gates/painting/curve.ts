import type { Extent } from '../asking/extent';
import type { Band } from './figureLayout';
import type { Pen } from './pen';
import type { Shown } from '../shown';
import { inView, pixelOf } from './textAxis';

/** A number of a column in view: its left edge and its width in pixels. */
export interface ColumnValue {
  x: number;
  width: number;
  value: number;
}

/** What a row shows. */
export interface RowPicture {
  /** Its name in a few lines, at the left. */
  name: string[];
  colour: string;
  values: ColumnValue[];
  extent: Extent;
  areBars?: boolean;
  /** A second line over the first numbers, which step back: what they are as played. */
  others?: ColumnValue[];
  /** The range of each column about its number. */
  range?: { low: ColumnValue[]; high: ColumnValue[] };
  /** A dotted line at that height. */
  reference?: number;
  /** At the right; the chosen column's number where it is left out. */
  note?: string[];
}

type Field = 'mean' | 'low' | 'high' | 'surprise' | 'gradientH' | 'gradientC';

/** The numbers of the columns in view, gaps left out, and one column more at each side. */
export function columnValues(shown: Shown, field: Field): ColumnValue[] {
  return collected(shown, (chunk, column) => chunk[field][column]);
}

/** One unit's numbers of the columns in view. */
export const unitValues = (shown: Shown, unit: number): ColumnValue[] =>
  collected(shown, (chunk, column) => chunk.values[column * chunk.units + unit]);

function collected(
  { axis, room, chunks }: Shown,
  read: (chunk: Shown['chunks'][number], column: number) => number | null | undefined,
): ColumnValue[] {
  const { from, to } = inView(axis, room);
  const found: ColumnValue[] = [];
  for (const chunk of chunks) {
    const first = Math.max(0, Math.floor((from - chunk.from) / chunk.every) - 1);
    const end = Math.min(chunk.columns, Math.ceil((to - chunk.from) / chunk.every) + 1);
    for (let column = first; column < end; column++) {
      const value = read(chunk, column);
      if (value === null || value === undefined || !Number.isFinite(value)) continue;
      found.push({ x: pixelOf(axis, chunk.from + column * chunk.every), width: axis.pixels * chunk.every, value });
    }
  }
  return found;
}

/** The height of a number in a band, three pixels left free below and as many above. */
export function heightIn({ top, height }: Band, { low, high }: Extent): (value: number) => number {
  const bottom = top + height - 3;
  return (value) => bottom - ((Math.min(high, Math.max(low, value)) - low) / (high - low || 1)) * (height - 7);
}

/** Draws a line through the middles of columns, broken where one is missing. */
export function drawLine(
  pen: Pen,
  values: ColumnValue[],
  y: (value: number) => number,
  colour: string,
  width = 1.5,
): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.lineJoin = 'round';
  pen.beginPath();
  values.forEach((each, index) => {
    const before = values[index - 1];
    const isBroken = before === undefined || each.x - before.x > 1.5 * each.width;
    pen[isBroken ? 'moveTo' : 'lineTo'](each.x + each.width / 2, y(each.value));
  });
  pen.stroke();
}

/** Draws a bar a column, the chosen one strong. */
export function drawBars(
  pen: Pen,
  values: ColumnValue[],
  y: (value: number) => number,
  bottom: number,
  chosenX: number,
): void {
  for (const { x, width, value } of values) {
    const gap = width >= 6 ? 1 : width >= 3 ? 0.5 : 0;
    pen.globalAlpha = chosenX >= x - 1e-6 && chosenX < x + width - 1e-6 ? 1 : 0.62;
    const top = y(value);
    pen.fillRect(x + gap, top, Math.max(1, width - 2 * gap), bottom - top);
  }
  pen.globalAlpha = 1;
}

/** Fills between two lines. */
export function fillBetween(pen: Pen, low: ColumnValue[], high: ColumnValue[], y: (value: number) => number): void {
  if (low.length === 0 || low.length !== high.length) return;
  pen.globalAlpha = 0.28;
  pen.beginPath();
  for (const { x, width, value } of high) pen.lineTo(x + width / 2, y(value));
  for (const { x, width, value } of low.toReversed()) pen.lineTo(x + width / 2, y(value));
  pen.fill();
  pen.globalAlpha = 1;
}
