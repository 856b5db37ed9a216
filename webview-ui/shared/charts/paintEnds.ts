import { spread } from './spread';
import type { Canvas, LineEnd, Picture } from './picture';

const lineGap = 14;

/** Lines at heights that matter, from edge to edge. */
export function paintReferences({ pen, area, y }: Canvas, { ends = [] }: Picture): void {
  for (const { at, colour, dash } of ends) {
    if (dash === undefined || !isInside(area, y(at))) continue;
    const height = Math.round(y(at)) + 0.5;
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(area.left, height);
    pen.lineTo(area.right, height);
    pen.stroke();
  }
  pen.setLineDash([]);
}

/** Name and newest value of each line, beside its end, moved apart where lines meet. */
export function paintEnds(canvas: Canvas, { ends = [] }: Picture): void {
  const { area, y } = canvas;
  const shown = ends.filter(({ at, dash }) => dash === undefined || isInside(area, y(at)));
  const wanted = shown.map(({ at }) => Math.min(area.bottom, Math.max(area.top, y(at))));
  const places = spread(wanted, lineGap, Math.max(7, area.top - 4), canvas.height - 7);
  shown.forEach((end, index) => paintEnd(canvas, end, places[index]!));
}

function paintEnd(canvas: Canvas, { label, value, colour, key }: LineEnd, height: number): void {
  const { pen, area, width } = canvas;
  const left = area.right + (key ? 27 : 10);
  if (key !== undefined) paintKey(canvas, colour, key, height);
  pen.fillStyle = colour;
  pen.textAlign = 'left';
  pen.fillText(label, left, height);
  if (value === undefined) return;
  pen.textAlign = 'right';
  pen.fillText(value, width - 2, height);
}

function paintKey({ pen, area }: Canvas, colour: string, key: NonNullable<LineEnd['key']>, height: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = key.width;
  pen.setLineDash(key.dash);
  pen.beginPath();
  pen.moveTo(area.right + 10, height);
  pen.lineTo(area.right + 22, height);
  pen.stroke();
  pen.setLineDash([]);
}

const isInside = (area: Canvas['area'], height: number): boolean => height > area.top - 2 && height < area.bottom + 2;
