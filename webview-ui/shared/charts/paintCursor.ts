import type { Theme } from '../theme';
import type { Canvas, Cursor, Selection } from './picture';

/** The line at the chosen place, what is read there beside it; or a frame around the chosen stretch. */
export function paintCursor(canvas: Canvas, theme: Theme, cursor: Cursor): void {
  const { pen, area, x } = canvas;
  pen.lineWidth = 1;
  if (cursor.frame !== undefined) return paintFrame(canvas, theme, cursor.frame);
  if (x(cursor.at) < area.left - 1 || x(cursor.at) > area.right + 1) return;
  const place = Math.round(x(cursor.at)) + 0.5;
  pen.strokeStyle = theme.quiet;
  pen.beginPath();
  pen.moveTo(place, area.top);
  pen.lineTo(place, area.bottom);
  pen.stroke();
  if (cursor.text !== undefined) paintReading(canvas, theme, cursor.text, place);
}

function paintFrame({ pen, area, x }: Canvas, theme: Theme, frame: { from: number; to: number }): void {
  const left = Math.max(area.left, Math.round(x(frame.from)));
  const right = Math.min(area.right, Math.round(x(frame.to)));
  if (right < area.left || left > area.right) return;
  pen.strokeStyle = theme.foreground;
  pen.strokeRect(left - 0.5, area.top - 0.5, Math.max(2, right - left) + 1, area.bottom - area.top + 1);
}

function paintReading({ pen, area }: Canvas, theme: Theme, text: string, place: number): void {
  const width = pen.measureText(text).width + 8;
  const isRight = place + 3 + width <= area.right;
  const left = isRight ? place + 3 : place - 3 - width;
  pen.fillStyle = `rgb(${theme.background.join(', ')})`;
  pen.fillRect(left, area.top, width, 15);
  pen.fillStyle = theme.quiet;
  pen.textAlign = 'left';
  pen.fillText(text, left + 4, area.top + 8);
}

/** The stretch that is being chosen. */
export function paintSelection({ pen, area, x }: Canvas, theme: Theme, { from, to }: Selection): void {
  const left = Math.max(area.left, Math.min(x(from), x(to)));
  const right = Math.min(area.right, Math.max(x(from), x(to)));
  pen.globalAlpha = 0.18;
  pen.fillStyle = theme.foreground;
  pen.fillRect(left, area.top, right - left, area.bottom - area.top);
  pen.globalAlpha = 1;
}
