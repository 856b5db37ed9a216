import type { Ramp } from './heatRamp';

/** The most columns that a heat map is drawn with, however many records there are. */
export const mostColumns = 2000;

/** What a heat map is made of: for each record a stretch of numbers, bottom to top. */
export interface HeatMapSource {
  /** Steps of the records, ascending. */
  steps: Float64Array;
  /** Rows of one record. */
  rows: number;
  /** Numbers of a record. */
  record(index: number): Float32Array;
}

/** A grid of numbers: a row after another, the bottom one first. */
export interface HeatMapGrid {
  columns: number;
  rows: number;
  values: Float32Array;
}

/**
 * Aggregates records to at most as many columns and rows as there are pixels, by maximum. A place on the axis belongs to
 * the record nearest to it.
 * @param from left end of the axis, in steps
 * @param to right end
 */
export function aggregate(
  source: HeatMapSource,
  from: number,
  to: number,
  pixels: { columns: number; rows: number },
): HeatMapGrid {
  const columns = Math.max(1, Math.min(mostColumns, pixels.columns));
  const rows = Math.max(1, Math.min(source.rows, pixels.rows));
  const values = new Float32Array(columns * rows).fill(-Infinity);
  const spans = recordSpans(source.steps, from, to, columns);
  for (let column = 0; column < columns; column++)
    for (let record = spans.first[column]!; record <= spans.last[column]!; record++)
      addMaximum(values, column, columns, rows, source.record(record));
  return { columns, rows, values };
}

function addMaximum(values: Float32Array, column: number, columns: number, rows: number, record: Float32Array): void {
  const perRow = rows / record.length;
  for (let index = 0; index < record.length; index++) {
    const at = Math.floor(index * perRow) * columns + column;
    const value = record[index]!;
    if (value > values[at]!) values[at] = value;
  }
}

/**
 * The records of each column of pixels: those whose nearest places (halfway to their neighbours) touch it.
 * A column without records has first > last.
 */
export function recordSpans(
  steps: Float64Array,
  from: number,
  to: number,
  columns: number,
): { first: Int32Array; last: Int32Array } {
  const first = new Int32Array(columns);
  const last = new Int32Array(columns).fill(-1);
  const width = (to - from) / columns;
  const borderAfter = (index: number): number =>
    index + 1 < steps.length ? (steps[index]! + steps[index + 1]!) / 2 : Infinity;
  let record = 0;
  for (let column = 0; column < columns && steps.length > 0; column++) {
    const left = from + column * width;
    while (borderAfter(record) <= left) record++;
    first[column] = record;
    let end = record;
    while (borderAfter(end) < left + width * (1 - 1e-9)) end++;
    last[column] = end;
  }
  return { first, last };
}

/** Where a number stands in the ramp, 0..1. */
export type Scale = (value: number) => number;

/** A scale by decades: 0 at 10^low, 1 at 10^high. */
export const decades =
  (low: number, high: number): Scale =>
  (value) =>
    (Math.log10(value) - low) / (high - low);

/** A scale from 0 to `high`. */
export const upTo =
  (high: number): Scale =>
  (value) =>
    value / high;

/** Colours a grid, the bottom row last, as image data wants it. What is no number, and nothing, is the background. */
export function paint(grid: HeatMapGrid, scale: Scale, ramp: Ramp): Uint8ClampedArray<ArrayBuffer> {
  const { columns, rows, values } = grid;
  const pixels = new Uint32Array(columns * rows);
  const colours = new Uint32Array(ramp.buffer, ramp.byteOffset, 256);
  for (let row = 0; row < rows; row++) {
    const target = (rows - 1 - row) * columns;
    for (let column = 0; column < columns; column++)
      pixels[target + column] = colours[levelOf(scale(values[row * columns + column]!))]!;
  }
  return new Uint8ClampedArray(pixels.buffer);
}

/** The level 0..255; NaN and everything below 0 give 0. */
function levelOf(place: number): number {
  return place > 0 ? Math.min(255, Math.round(255 * place)) : 0;
}
