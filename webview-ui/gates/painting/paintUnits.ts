import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../src/protocol/words';
import { chunkImage } from './chunkImage';
import type { Chunk } from '../asking/chunk';
import { bandOf } from './figureLayout';
import type { GatesTheme } from '../gatesTheme';
import { paintPlayed } from './paintPlayed';
import { onPixel, type Pen } from './pen';
import type { Shown } from '../shown';
import { inView, pixelOf, symbolsAColumn } from './textAxis';

/** Stand-ins worth drawing while the right columns are on their way. */
const mostStandIns = 12;

/** Draws the units by the symbols: images of chunks, stretched to their columns. */
export function paintUnits(pen: Pen, shown: Shown, theme: GatesTheme): void {
  if (shown.view.play !== undefined) return paintPlayed(pen, shown, theme);
  pen.imageSmoothingEnabled = false;
  const { data, view, axis, room } = shown;
  if (shown.isWaiting) {
    const { from, to } = inView(axis, room);
    const standIns = data.chunks.standIns({ ...view, every: symbolsAColumn(axis) }, from, to);
    for (const chunk of standIns.slice(-mostStandIns)) paintChunk(pen, chunk, shown, theme);
  }
  for (const chunk of shown.chunks) paintChunk(pen, chunk, shown, theme);
}

function paintChunk(pen: Pen, chunk: Chunk, shown: Shown, theme: GatesTheme): void {
  const { axis, layout } = shown;
  if (chunk.values.length !== chunk.columns * shown.layer.units) return;
  const left = onPixel(pen, pixelOf(axis, chunk.from));
  const right = onPixel(pen, pixelOf(axis, chunk.from + chunk.columns * chunk.every));
  const image = chunkImage(chunk, shown, theme.count);
  pen.drawImage(image, left, layout.units.top, right - left, layout.units.height);
}

/** Draws the lines about the chosen symbol and the chosen unit, and the names of units at the left. */
export function paintChoice(pen: Pen, shown: Shown, theme: GatesTheme): void {
  const { layout, layer, view, order } = shown;
  pen.textAlign = 'right';
  pen.fillStyle = theme.quiet;
  pen.fillText(l10n.t('{0} units', formatCount(layer.units)), layout.left - 8, layout.units.top + 7);
  pen.save();
  pen.beginPath();
  pen.rect(layout.left - 1, layout.units.top - 1, layout.width + 2, layout.units.height + 2);
  pen.clip();
  paintSymbolLine(pen, shown, theme);
  const band = view.unit === undefined ? undefined : bandOf(view.unit, layout, order);
  if (band !== undefined) frame(pen, theme, layout.left - 2, band.top - 0.5, layout.width + 4, band.height + 1);
  pen.restore();
  if (band === undefined) return;
  const isFree = band.top > layout.units.top + 16;
  pen.fillStyle = theme.foreground;
  const y = isFree ? band.top + band.height / 2 : layout.units.top + 22;
  pen.fillText(l10n.t('unit {0}', formatCount(view.unit!)), layout.left - 8, y);
}

function paintSymbolLine(pen: Pen, { layout, axis, view }: Shown, theme: GatesTheme): void {
  const x = layout.left + pixelOf(axis, view.at);
  if (x + axis.pixels < layout.left || x > layout.left + layout.width) return;
  const wide = Math.max(2, Math.round(axis.pixels));
  frame(pen, theme, Math.round(x), layout.units.top - 2, wide, layout.units.height + 4);
}

/** A thin frame that stands out from every colour: the foreground with the background about it. */
function frame(pen: Pen, theme: GatesTheme, left: number, top: number, width: number, height: number): void {
  for (const [colour, lineWidth] of [
    [theme.paper, 3],
    [theme.foreground, 1],
  ] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = lineWidth;
    pen.strokeRect(left - 0.5, top, width + 1, height);
  }
}
