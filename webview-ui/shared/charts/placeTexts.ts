import type { Point } from '../binning';
import type { Canvas } from './picture';

/** A rectangle in pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Looks for a free place for a text near a line: above or below it, from its right end to the left.
 * @param line the line that the text names, in pixels, ascending in x
 * @param others what it must not touch: more lines
 * @param taken boxes that it must not touch
 * @returns undefined where there is no room
 */
export function placeNear(
  line: Point[],
  size: { width: number; height: number },
  others: Point[][],
  taken: Box[],
  area: Canvas['area'],
): Box | undefined {
  const right = Math.min(area.right, line.at(-1)?.x ?? area.right);
  for (let end = right; end - size.width >= area.left + 2; end -= 8) {
    for (const top of heights(line, end - size.width, end, size.height)) {
      const box = { left: end - size.width, top, ...size };
      const isFree =
        isWithin(box, area) &&
        ![line, ...others].some((other) => crosses(other, box)) &&
        !taken.some((other) => meets(other, box));
      if (isFree) return box;
    }
  }
  return undefined;
}

/** Just above the line and a little higher, then just below it and a little lower. */
function heights(line: Point[], left: number, right: number, height: number): number[] {
  const over = line.filter(({ x, y }) => x >= left && x <= right && !Number.isNaN(y));
  if (over.length === 0) return [];
  const top = Math.min(...over.map(({ y }) => y));
  const bottom = Math.max(...over.map(({ y }) => y));
  return [4, 10, 16, 22].flatMap((gap) => [top - height - gap, bottom + gap]);
}

const isWithin = (box: Box, area: Canvas['area']): boolean =>
  box.top >= area.top && box.top + box.height <= area.bottom && box.left >= area.left;

/** Whether a line passes through a box or near it. */
export function crosses(line: Point[], box: Box, margin = 3): boolean {
  for (let index = 1; index < line.length; index++) {
    const from = line[index - 1]!;
    const to = line[index]!;
    if (to.x < box.left - margin || from.x > box.left + box.width + margin) continue;
    const top = Math.min(from.y, to.y);
    const bottom = Math.max(from.y, to.y);
    if (bottom >= box.top - margin && top <= box.top + box.height + margin) return true;
  }
  return false;
}

const meets = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width + 4 &&
  b.left < a.left + a.width + 4 &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height;
