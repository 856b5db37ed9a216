import { paintCursor, paintSelection } from './paintCursor';
import { paintEnds, paintReferences } from './paintEnds';
import type { Canvas, Cursor, Picture, Selection } from './picture';

/** The font of everything in a chart. */
export const smallFont = (family: string): string => `11px ${family}`;

/** What lies under the lines: the heat map and the references. */
export function paintBehind(canvas: Canvas, picture: Picture): void {
  const { pen, area } = canvas;
  pen.save();
  if (picture.image !== undefined) {
    pen.imageSmoothingEnabled = false;
    pen.drawImage(picture.image, area.left, area.top, area.right - area.left, area.bottom - area.top);
  }
  paintReferences(canvas, picture);
  paintEvents(canvas, picture);
  pen.restore();
}

/** What lies over the lines: labels, marks, the cursor. */
export function paintInFront(canvas: Canvas, picture: Picture, cursor?: Cursor, selection?: Selection): void {
  const { pen } = canvas;
  pen.save();
  pen.font = smallFont(picture.theme.fontFamily);
  pen.textBaseline = 'middle';
  if (picture.hasBorder) paintBorder(canvas, picture.theme.rule);
  paintMarks(canvas, picture);
  paintColourBar(canvas, picture);
  paintHorizon(canvas, picture);
  paintEnds(canvas, picture);
  paintAxisWords(canvas, picture);
  paintTexts(canvas, picture);
  if (selection !== undefined) paintSelection(canvas, picture.theme, selection);
  if (cursor !== undefined) paintCursor(canvas, picture.theme, cursor);
  pen.restore();
}

function paintBorder({ pen, area }: Canvas, colour: string): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.strokeRect(area.left - 0.5, area.top - 0.5, area.right - area.left + 1, area.bottom - area.top + 1);
}

function paintEvents({ pen, area, x }: Canvas, { events }: Picture): void {
  if (events === undefined) return;
  pen.strokeStyle = events.colour;
  pen.lineWidth = 1;
  pen.setLineDash([2, 3]);
  pen.beginPath();
  for (const at of events.at) {
    const place = Math.round(x(at)) + 0.5;
    pen.moveTo(place, area.top);
    pen.lineTo(place, area.bottom);
  }
  pen.stroke();
  pen.setLineDash([]);
}

function paintMarks({ pen, area, x }: Canvas, { marks }: Picture): void {
  if (marks === undefined) return;
  pen.strokeStyle = marks.colour;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const at of marks.at) {
    const place = Math.min(area.right, Math.max(area.left, Math.round(x(at)))) + 0.5;
    pen.moveTo(place, area.top - 10);
    pen.lineTo(place, area.top - 4);
  }
  pen.stroke();
}

function paintColourBar({ pen, area }: Canvas, { colourBar, theme }: Picture): void {
  if (colourBar === undefined) return;
  const left = area.left - 12;
  const height = area.bottom - area.top;
  for (let row = 0; row < height; row++) {
    const level = 4 * Math.round(255 * (1 - row / (height - 1)));
    pen.fillStyle = `rgb(${colourBar.subarray(level, level + 3).join(', ')})`;
    pen.fillRect(left, area.top + row, 8, Math.min(2, height - row));
  }
  pen.strokeStyle = theme.rule;
  pen.lineWidth = 1;
  pen.strokeRect(left - 0.5, area.top - 0.5, 9, height + 1);
}

function paintHorizon({ pen, x, y }: Canvas, { horizon }: Picture): void {
  if (horizon === undefined) return;
  const height = Math.round(y(horizon.to.y)) + 0.5;
  pen.strokeStyle = pen.fillStyle = horizon.colour;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(x(horizon.from.x), height);
  pen.lineTo(x(horizon.to.x), height);
  pen.stroke();
  pen.beginPath();
  pen.arc(x(horizon.to.x), height, 2.5, 0, 2 * Math.PI);
  pen.fill();
}

/** The words of the horizontal axis; those at its ends stay inside it. */
function paintAxisWords({ pen, area, x: place }: Canvas, { axisName, x, theme }: Picture): void {
  const height = area.bottom + 11;
  pen.fillStyle = theme.quiet;
  for (const tick of x.write === undefined ? [] : x.ticks) {
    const text = x.write!(tick);
    const half = pen.measureText(text).width / 2;
    pen.textAlign = 'center';
    pen.fillText(text, Math.min(area.right - half, Math.max(area.left + half, place(tick))), height);
  }
  pen.textAlign = 'left';
  if (axisName !== undefined) pen.fillText(axisName, area.right + 10, height);
}

function paintTexts(canvas: Canvas, { placeTexts }: Picture): void {
  const { pen } = canvas;
  for (const { x, y, align, lines } of placeTexts?.(canvas) ?? []) {
    pen.textAlign = align;
    lines.forEach(({ text, colour }, index) => {
      pen.fillStyle = colour;
      pen.fillText(text, x, y + 7 + index * 15);
    });
  }
}
