import * as l10n from '@vscode/l10n';
import type { Overview } from '../../../src/protocol/lens';
import { formatCount } from '../../../src/protocol/words';
import { smallFont } from '../../shared/charts/paint';
import type { GatesTheme } from '../gatesTheme';
import type { Pen } from './pen';

/** The height of the picture. */
export const saturationHeight = 168;
const frame = { left: 30, right: 10, top: 8, bottom: 20 };

/** Where a unit's dot stands: to the right the share of time below 0.1, upwards that above 0.9. */
export function dotOf({ closed, open }: Overview['units'][number], width: number): { x: number; y: number } {
  const wide = width - frame.left - frame.right;
  const high = saturationHeight - frame.top - frame.bottom;
  return { x: frame.left + closed * wide, y: frame.top + (1 - open) * high };
}

/** The unit whose dot is nearest to a place, if it is near. */
export function unitAt(x: number, y: number, width: number, { units }: Overview): number | undefined {
  const distances = units.map((unit) => {
    const dot = dotOf(unit, width);
    return Math.hypot(dot.x - x, dot.y - y);
  });
  const least = Math.min(...distances);
  return least < 12 ? distances.indexOf(least) : undefined;
}

/** Draws how long each unit's gate is closed and open, a dot a unit. */
export function paintSaturation(
  pen: Pen,
  width: number,
  overview: Overview,
  unit: number | undefined,
  theme: GatesTheme,
) {
  pen.font = smallFont(theme.fontFamily);
  pen.textBaseline = 'middle';
  paintAxes(pen, width, theme);
  pen.fillStyle = theme.state;
  pen.globalAlpha = 0.75;
  for (const each of overview.units) circle(pen, dotOf(each, width), 2, 'fill');
  pen.globalAlpha = 1;
  const chosen = unit === undefined ? undefined : overview.units[unit];
  if (chosen === undefined) return;
  pen.strokeStyle = theme.foreground;
  pen.lineWidth = 1.5;
  circle(pen, dotOf(chosen, width), 5, 'stroke');
}

function paintAxes(pen: Pen, width: number, theme: GatesTheme): void {
  const place = (closed: number, open: number): { x: number; y: number } => dotOf({ mean: 0, closed, open }, width);
  pen.lineWidth = 1;
  for (const share of [0, 0.5, 1]) {
    const { x, y } = place(share, share);
    const [start, end] = [place(0, 0), place(1, 1)];
    pen.strokeStyle = share === 0 ? theme.rule : theme.grid;
    pen.beginPath();
    pen.moveTo(start.x, Math.round(y) + 0.5);
    pen.lineTo(end.x, Math.round(y) + 0.5);
    pen.stroke();
    pen.fillStyle = theme.quiet;
    pen.textAlign = 'right';
    pen.fillText(formatCount(100 * share), start.x - 8, y);
    pen.textAlign = share === 0 ? 'left' : share === 1 ? 'right' : 'center';
    pen.fillText(formatCount(100 * share), x, start.y + 11);
  }
  pen.strokeStyle = theme.rule;
  pen.beginPath();
  pen.moveTo(place(0, 1).x, place(0, 1).y);
  pen.lineTo(place(1, 0).x, place(1, 0).y);
  pen.stroke();
  pen.textAlign = 'right';
  pen.fillText(l10n.t('up: % of time open'), place(1, 1).x, place(1, 1).y + 8);
  pen.fillText(l10n.t('right: % closed'), place(1, 1).x, place(1, 1).y + 24);
}

function circle(pen: Pen, { x, y }: { x: number; y: number }, radius: number, how: 'fill' | 'stroke'): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 7);
  pen[how]();
}
