import { lowerBound } from './growingColumn';

/** A place of a line. A type and not an interface, as chart.js wants its data. */
export type Point = { x: number; y: number };

/** A stretch of the horizontal axis, and how many pixels it has. */
export interface Stretch {
  from: number;
  to: number;
  pixels: number;
}

/**
 * A line of at most two points a pixel: every number where there is room for it, else the least and the greatest of
 * each pixel, in the order in which they come. What is not finite leaves a gap.
 * @param x ascending
 */
export function envelope(x: Float64Array, y: Float64Array, stretch: Stretch): Point[] {
  const [first, end] = visible(x, stretch);
  if (end - first <= 2 * stretch.pixels) return plain(x, y, first, end);
  const points: Point[] = [];
  const width = (stretch.to - stretch.from) / stretch.pixels;
  for (let index = first; index < end;) {
    const limit = stretch.from + width * (Math.floor((x[index]! - stretch.from) / width) + 1);
    let next = index + 1;
    while (next < end && x[next]! < limit) next++;
    points.push(...extremes(x, y, index, next));
    index = next;
  }
  return points;
}

/** The indices to draw: those inside the stretch and one more at each side, so that lines go on to the edge. */
export function visible(x: Float64Array, { from, to }: Stretch): [first: number, end: number] {
  const first = Math.max(0, lowerBound(x, from) - 1);
  const after = lowerBound(x, to);
  return [first, Math.min(x.length, after + 1)];
}

function plain(x: Float64Array, y: Float64Array, first: number, end: number): Point[] {
  const points: Point[] = [];
  for (let index = first; index < end; index++) points.push({ x: x[index]!, y: finite(y[index]!) });
  return points;
}

const finite = (value: number): number => (Number.isFinite(value) ? value : NaN);

function extremes(x: Float64Array, y: Float64Array, from: number, to: number): Point[] {
  let least = -1;
  let greatest = -1;
  for (let index = from; index < to; index++) {
    const value = y[index]!;
    if (!Number.isFinite(value)) continue;
    if (least < 0 || value < y[least]!) least = index;
    if (greatest < 0 || value > y[greatest]!) greatest = index;
  }
  if (least < 0) return [{ x: x[from]!, y: NaN }];
  const order = least === greatest ? [least] : [Math.min(least, greatest), Math.max(least, greatest)];
  return order.map((index) => ({ x: x[index]!, y: y[index]! }));
}

/** One point a pixel at most, its height from `meanAt` of the index in the middle of it. */
export function sampled(x: Float64Array, stretch: Stretch, meanAt: (index: number) => number): Point[] {
  const [first, end] = visible(x, stretch);
  const every = Math.max(1, (end - first) / stretch.pixels);
  const points: Point[] = [];
  for (let at = first; at < end - 1; at += every) points.push(pointAt(Math.floor(at)));
  if (end > first) points.push(pointAt(end - 1));
  return points;

  function pointAt(index: number): Point {
    return { x: x[index]!, y: finite(meanAt(index)) };
  }
}

/** The pixels in which at least one number of the stretch is marked, as places on the axis. */
export function marks(x: Float64Array, isMarked: (index: number) => boolean, stretch: Stretch): number[] {
  const found: number[] = [];
  const width = (stretch.to - stretch.from) / stretch.pixels;
  let lastPixel = -1;
  const end = lowerBound(x, stretch.to + 1e-9);
  for (let index = lowerBound(x, stretch.from); index < end; index++) {
    if (!isMarked(index)) continue;
    const pixel = Math.floor((x[index]! - stretch.from) / width);
    if (pixel !== lastPixel) found.push(x[index]!);
    lastPixel = pixel;
  }
  return found;
}

/** The range of the finite heights of some lines inside a stretch; undefined where there is nothing. */
export function heightRange(
  lines: Point[][],
  { from, to }: Omit<Stretch, 'pixels'>,
): { least: number; greatest: number } | undefined {
  let least = Infinity;
  let greatest = -Infinity;
  for (const line of lines)
    for (const { x, y } of line) {
      if (Number.isNaN(y) || x < from || x > to) continue;
      least = Math.min(least, y);
      greatest = Math.max(greatest, y);
    }
  return least <= greatest ? { least, greatest } : undefined;
}

/** The height of a line at a place, between its points; of its last point where it ends before. NaN where it has none. */
export function heightAt(line: Point[], place: number): number {
  const after = line.findIndex(({ x, y }) => x >= place && !Number.isNaN(y));
  const before = line.findLast(({ x, y }) => x < place && !Number.isNaN(y));
  const next = line[after];
  if (next === undefined || before === undefined) return (before ?? next)?.y ?? NaN;
  return before.y + ((next.y - before.y) * (place - before.x)) / (next.x - before.x);
}
