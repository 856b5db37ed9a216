import type { Ramp } from '../../shared/heatRamp';
import { roundUp } from '../../shared/ticks';

/** How numbers become colours. */
export interface Shade {
  ramp: Ramp;
  /** The numbers at the two ends of the ramp. */
  low: number;
  high: number;
  /** What is taken from each unit's number before: its own mean. */
  means?: ArrayLike<number>;
}

/** Rows of the picture: units from top to bottom, and how many of them share one row. */
export interface Rows {
  order: number[];
  unitsARow: number;
  count: number;
}

/**
 * Paints columns of units as pixels, one a column and row; units that share a row by their mean. What is no number is
 * painted as zero.
 * @param values [columns, units]
 * @returns [rows, columns], each a colour as image data wants it
 */
export function paintColumns(
  values: Float32Array,
  columns: number,
  rows: Rows,
  shade: Shade,
): Uint32Array<ArrayBuffer> {
  const { order, unitsARow, count } = rows;
  const colours = new Uint32Array(shade.ramp.buffer, shade.ramp.byteOffset, 256);
  const pixels = new Uint32Array(columns * count);
  const steps = 255 / (shade.high - shade.low);
  const zero = colours[level(-shade.low * steps)]!;
  for (let column = 0; column < columns; column++) {
    const at = column * order.length;
    for (let row = 0; row < count; row++) {
      const end = Math.min(order.length, (row + 1) * unitsARow);
      let sum = 0;
      for (let index = row * unitsARow; index < end; index++) {
        const unit = order[index]!;
        sum += values[at + unit]! - (shade.means === undefined ? 0 : shade.means[unit]!);
      }
      const place = (sum / (end - row * unitsARow) - shade.low) * steps;
      pixels[row * columns + column] = place === place ? colours[level(place)]! : zero;
    }
  }
  return pixels;
}

const level = (place: number): number => (place <= 0 ? 0 : place >= 255 ? 255 : Math.round(place));

/**
 * The limit that all but the largest 1.5 % of numbers keep, rounded up so that it seldom moves.
 * @param means what is taken from each unit's number before
 */
export function usualLimit(values: Float32Array, units: number, means?: ArrayLike<number>): number {
  const stride = Math.max(1, Math.floor(values.length / 4000)) | 1;
  const sizes: number[] = [];
  for (let index = 0; index < values.length; index += stride) {
    const size = Math.abs(values[index]! - (means?.[index % units] ?? 0));
    if (Number.isFinite(size)) sizes.push(size);
  }
  sizes.sort((a, b) => a - b);
  const usual = sizes[Math.floor(0.985 * (sizes.length - 1))] ?? 0;
  return usual > 0 ? roundUp(usual, [1, 1.5, 2, 3, 4, 5, 7]) : 0;
}
