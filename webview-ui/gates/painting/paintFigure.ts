import { smallFont } from '../../shared/charts/paint';
import type { GatesTheme } from '../gatesTheme';
import { paintColourBar } from './paintColourBar';
import { paintRows } from './paintRows';
import { paintRuler } from './paintRuler';
import { paintChoice, paintUnits } from './paintUnits';
import { clipped, type Pen } from './pen';
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
