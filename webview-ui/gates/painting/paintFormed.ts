import { formatCompact, formatCount } from '../../../src/protocol/words';
import { smallFont } from '../../shared/charts/paint';
import type { Formed } from '../asking/gatesData';
import type { GatesTheme } from '../gatesTheme';
import { onPixel, type Pen } from './pen';
import { paintColumns } from './shade';
import type { Shown } from '../shown';
import { pixelOf } from './textAxis';

type Picture = Formed['pictures'][number];

/** Pixels of a checkpoint's strip, and between two. */
const [high, gap] = [24, 2];

/** The checkpoints that are pictured: none but of the probe text, and only where there is something to compare. */
export function formedPictures({ data, view, layer, room }: Shown): Picture[] {
  const { formed, text } = data;
  if (text.probe === undefined || formed?.layer !== view.layer || formed.quantity !== view.quantity) return [];
  const fitting = formed.pictures.filter(({ values }) => values.length === layer.units * room.symbols);
  return fitting.length < 2 ? [] : fitting;
}

/** The height of all strips. */
export const formedHeight = (pictures: Picture[]): number => Math.max(0, pictures.length * (high + gap) - gap);

/** Draws the units of each checkpoint under the ones before it, on the columns of the picture above. */
export function paintFormed(pen: Pen, shown: Shown, pictures: Picture[], theme: GatesTheme): void {
  const { layout, axis, room } = shown;
  pen.font = smallFont(theme.fontFamily);
  pen.textBaseline = 'middle';
  pen.textAlign = 'right';
  pictures.forEach((picture, index) => {
    const top = index * (high + gap);
    const isNewest = index === pictures.length - 1;
    pen.fillStyle = isNewest ? theme.foreground : theme.quiet;
    const whole = formatCount(picture.step);
    pen.fillText(
      pen.measureText(whole).width < layout.left - 12 ? whole : formatCompact(picture.step),
      layout.left - 8,
      top + high / 2,
    );
    pen.save();
    pen.beginPath();
    pen.rect(layout.left, top, layout.width, high);
    pen.clip();
    pen.translate(layout.left, 0);
    const [left, right] = [0, room.symbols].map((at) => onPixel(pen, pixelOf(axis, at)));
    pen.imageSmoothingEnabled = false;
    pen.drawImage(imageOf(picture, shown, theme), left!, top, right! - left!, high);
    pen.restore();
  });
}

const painted = new WeakMap<Picture, { order: number[]; range: string; image: OffscreenCanvas }>();

function imageOf(picture: Picture, { order, shade, layer, room, view }: Shown, theme: GatesTheme): OffscreenCanvas {
  const range = `${theme.count} ${shade.low} ${shade.high} ${String(shade.means !== undefined)} ${String(view.unit)}`;
  const known = painted.get(picture);
  if (known?.order === order && known.range === range) return known.image;
  const unitsARow = Math.ceil(layer.units / high);
  const rows = { order, unitsARow, count: Math.ceil(layer.units / unitsARow) };
  const alone = view.unit === undefined ? undefined : unitRow(picture.values, layer.units, view.unit, shade.means);
  const count = alone ? 1 : rows.count;
  const image = new OffscreenCanvas(room.symbols, count);
  const colours = alone
    ? paintColumns(alone, room.symbols, { order: [0], unitsARow: 1, count: 1 }, { ...shade, means: undefined })
    : paintColumns(picture.values, room.symbols, rows, shade);
  const pixels = new ImageData(new Uint8ClampedArray(colours.buffer), room.symbols);
  image.getContext('2d')!.putImageData(pixels, 0, 0);
  painted.set(picture, { order, range, image });
  return image;
}

/** One unit's numbers: a unit that is chosen is seen alone. */
const unitRow = (values: Float32Array, units: number, unit: number, means?: ArrayLike<number>): Float32Array =>
  Float32Array.from({ length: values.length / units }, (_, at) => values[at * units + unit]! - (means?.[unit] ?? 0));
