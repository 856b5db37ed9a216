import type { GatesTheme } from '../gatesTheme';
import type { PlayedWay } from '../asking/playedWay';
import { onPixel, type Pen } from './pen';
import { paintColumns } from './shade';
import type { Shown } from '../shown';
import { pixelOf } from './textAxis';

const painted = new WeakMap<PlayedWay, { order: number[]; range: string; image: OffscreenCanvas }>();

/** Draws what playing has changed in each unit; before the first change there is nothing. */
export function paintPlayed(pen: Pen, shown: Shown, theme: GatesTheme): void {
  const { played, axis, layout } = shown;
  if (played === undefined || played.length === 0) return;
  const left = onPixel(pen, pixelOf(axis, played.from));
  const right = onPixel(pen, pixelOf(axis, played.from + played.length));
  pen.imageSmoothingEnabled = axis.pixels < 1;
  pen.drawImage(imageOf(played, shown, theme), left, layout.units.top, right - left, layout.units.height);
}

function imageOf(played: PlayedWay, { order, shade, layout }: Shown, theme: GatesTheme): OffscreenCanvas {
  const range = `${theme.count} ${shade.high}`;
  const known = painted.get(played);
  if (known?.order === order && known.range === range) return known.image;
  const image = new OffscreenCanvas(played.length, layout.rowCount);
  const rows = { order, unitsARow: layout.unitsARow, count: layout.rowCount };
  const pixels = new Uint8ClampedArray(paintColumns(played.values, played.length, rows, shade).buffer);
  image.getContext('2d')!.putImageData(new ImageData(pixels, played.length), 0, 0);
  painted.set(played, { order, range, image });
  return image;
}

/** Draws where something is changed: a line above the columns. */
export function paintPlayedStretch(pen: Pen, { view, axis, layout, room }: Shown, theme: GatesTheme): void {
  const { play } = view;
  if (play === undefined) return;
  const [from, to] = play.kind === 'gate' ? [play.from, play.to ?? room.symbols] : [play.at, play.at + 1];
  const left = Math.max(-4, pixelOf(axis, from));
  const right = Math.min(layout.width + 4, pixelOf(axis, to));
  pen.fillStyle = theme.state;
  if (right > left) pen.fillRect(left, layout.ruler.top + layout.ruler.height - 2, right - left, 2);
}
