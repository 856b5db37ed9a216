/** A time step that is drawn, or those between two that are not. */
export type TimeColumn = { t: number } | 'gap';

/** How wide things are in the unrolled drawing. */
export interface UnrolledSizes {
  box: number;
  /** Between two columns: room for an arrow with its shape. */
  between: number;
  /** Left of the first column: the state that comes in. */
  left: number;
  /** Right of the last: the state that goes on. */
  right: number;
  /** Width of a gap's dots. */
  gap: number;
}

/** Sizes for a width. */
export const unrolledSizes = (width: number): UnrolledSizes =>
  width < 520
    ? { box: 78, between: 47, left: 48, right: 18, gap: 14 }
    : { box: 92, between: 68, left: 84, right: 64, gap: 26 };

/** Which time steps of a window are drawn in a width: all, or the first ones, a gap, and the last. */
export function timeColumns(window: number, width: number, sizes = unrolledSizes(width)): TimeColumn[] {
  const { box, between, left, right, gap } = sizes;
  const most = (room: number): number => Math.floor((room + between) / (box + between));
  const room = width - left - right;
  const all = Array.from({ length: window }, (_, at): TimeColumn => ({ t: at + 1 }));
  if (window <= most(room)) return all;
  const shown = Math.max(2, most(room - gap - between));
  if (shown >= window) return all;
  return [...all.slice(0, shown - 1), 'gap', { t: window }];
}

/** How far apart columns may be drawn where there is room. */
const widest = 104;

/** Left edge, right edge and middle of every column; where a width has room to spare, they stand further apart. */
export function columnPlaces(columns: TimeColumn[], room: number, { box, left, right, gap, ...sizes }: UnrolledSizes) {
  let at = left;
  const boxes = columns.reduce((sum, column) => sum + (column === 'gap' ? gap : box), 0);
  const spare = (room - left - right - boxes) / Math.max(1, columns.length - 1);
  const between = Math.max(sizes.between, Math.min(widest, spare));
  return columns.map((column) => {
    const width = column === 'gap' ? gap : box;
    const place = { column, left: at, right: at + width, middle: at + width / 2 };
    at += width + between;
    return place;
  });
}
