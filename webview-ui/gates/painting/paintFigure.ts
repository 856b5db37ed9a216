import { smallFont } from '../../shared/charts/paint';
import type { GatesTheme } from '../gatesTheme';
import { paintColourBar } from './paintColourBar';
import { paintRows } from './paintRows';
import { paintRuler } from './paintRuler';
import { paintChoice, paintUnits } from './paintUnits';
import type { Pen } from './pen';
import type { Shown } from '../shown';

/** Draws the whole picture: text, units, curves, and what stands beside them. */
export function paintFigure(pen: Pen, shown: Shown, theme: GatesTheme): void {
  pen.font = smallFont(theme.fontFamily);
  pen.textBaseline = 'middle';
  pen.direction = 'ltr';
  clipped(pen, shown, () => paintUnits(pen, shown, theme));
  clipped(pen, shown, () => paintRuler(pen, shown, theme));
  paintRows(pen, shown, theme);
  paintColourBar(pen, shown, theme);
  paintChoice(pen, shown, theme);
}

/** Draws between the left and the right edge, with the left edge at 0. */
export function clipped(pen: Pen, { layout }: Shown, draw: () => void): void {
  pen.save();
  pen.beginPath();
  pen.rect(layout.left, 0, layout.width, layout.height);
  pen.clip();
  pen.translate(layout.left, 0);
  draw();
  pen.restore();
}
