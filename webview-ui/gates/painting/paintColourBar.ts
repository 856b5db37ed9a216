import { formatCompact, formatDecimals, formatNorm } from '../../../src/protocol/words';
import type { GatesTheme } from '../gatesTheme';
import type { Pen } from './pen';
import type { Shown } from '../shown';

/** Draws the colours beside the units, with the numbers that they stand for. */
export function paintColourBar(pen: Pen, { layout, shade }: Shown, theme: GatesTheme): void {
  const left = layout.left + layout.width + 8;
  const { top } = layout.units;
  const height = Math.min(120, layout.units.height);
  for (let y = 0; y < height; y++) {
    const level = Math.round(255 * (1 - y / (height - 1)));
    const [red = 0, green = 0, blue = 0] = shade.ramp.subarray(4 * level, 4 * level + 3);
    pen.fillStyle = `rgb(${red}, ${green}, ${blue})`;
    pen.fillRect(left, top + y, 8, 1);
  }
  pen.strokeStyle = theme.rule;
  pen.lineWidth = 1;
  pen.strokeRect(left - 0.5, top - 0.5, 9, height + 1);
  pen.textAlign = 'left';
  pen.fillStyle = theme.quiet;
  const middle = (shade.low + shade.high) / 2;
  [shade.high, middle, shade.low].forEach((value, index) =>
    pen.fillText(endWords(value, shade.low < 0), left + 13, top + 6 + (index * (height - 12)) / 2),
  );
}

/** A number in the little room beside the bar; with its sign where there are both. */
export function endWords(value: number, isSigned: boolean): string {
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : isSigned && value > 0 ? '+' : '';
  if (size >= 1000) return sign + formatCompact(size);
  if (size !== 0 && size < 0.01) return sign + formatNorm(size).replaceAll(' ', '');
  const decimals = Number.isInteger(size) ? 0 : size < 0.1 ? 2 : 1;
  return sign + formatDecimals(size, decimals);
}
