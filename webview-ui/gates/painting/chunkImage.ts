import type { Chunk } from '../asking/chunk';
import { paintColumns } from './shade';
import type { Shown } from '../shown';

interface Painted {
  order: number[];
  means: ArrayLike<number> | undefined;
  range: string;
  image: OffscreenCanvas;
}

const painted = new WeakMap<Chunk, Painted>();

/**
 * The image of a chunk, a pixel a column and row, painted again only when order or colours have changed.
 * @param themeCount counts the themes read
 */
export function chunkImage(chunk: Chunk, { order, shade, layout }: Shown, themeCount: number): OffscreenCanvas {
  const known = painted.get(chunk);
  const range = `${themeCount} ${shade.low} ${shade.high}`;
  if (known?.order === order && known.means === shade.means && known.range === range) return known.image;
  const image = known?.image ?? new OffscreenCanvas(chunk.columns, layout.rowCount);
  const rows = { order, unitsARow: layout.unitsARow, count: layout.rowCount };
  const pixels = new Uint8ClampedArray(paintColumns(chunk.values, chunk.columns, rows, shade).buffer);
  image.getContext('2d')!.putImageData(new ImageData(pixels, chunk.columns), 0, 0);
  painted.set(chunk, { order, means: shade.means, range, image });
  return image;
}
