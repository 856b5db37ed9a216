import type { Shown } from '../shown';

/** What pictures are drawn with; sizes in CSS pixels. */
export type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Makes a canvas as large as asked for, sharp on this screen, and empties it. */
export function emptyCanvas(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D {
  const ratio = window.devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    Object.assign(canvas, { width: wide, height: high });
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
  }
  const pen = canvas.getContext('2d')!;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return pen;
}

/** A place on whole pixels of the screen, so that edges that meet leave no seam. */
export function onPixel(pen: Pen, place: number): number {
  const ratio = pen.getTransform().a;
  return Math.round(place * ratio) / ratio;
}

/** Writes one or two short lines about a middle height. */
export function writeLines(pen: Pen, lines: string[], x: number, middle: number, colour: string): void {
  pen.fillStyle = colour;
  lines.forEach((line, index) => pen.fillText(line, x, middle + (index - (lines.length - 1) / 2) * 13));
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
