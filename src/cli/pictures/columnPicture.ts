/** How a picture maps numbers to heights. */
export interface PictureScale {
  /** Rows of characters. */
  rows: number;
  /** Height of a number as a share of the picture; what is below 0 is not drawn, what is above 1 is cut. */
  heightOf(value: number): number;
  /** What stands at an edge between rows: 0 is the bottom, `rows` the top. */
  labelAt(edge: number): string;
}

const BLOCKS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const LABEL_COLUMNS = 7;

/**
 * Numbers over places 0, 1, 2, ... as columns of block characters.
 * @param columns characters in a line, labels included
 * @param caption stands below, at the end of the axis
 */
export function columnPicture(
  values: ArrayLike<number>,
  scale: PictureScale,
  columns: number,
  caption: string,
): string {
  const room = columns - LABEL_COLUMNS - 2;
  const bin = Math.max(1, Math.ceil(values.length / room));
  const eighths = binned(values, bin).map((value) => heightInEighths(value, scale));
  const lines: string[] = [];
  for (let row = scale.rows - 1; row >= 0; row--) {
    const cells = eighths.map((height) => BLOCKS[Math.min(8, Math.max(0, height - row * 8))]);
    lines.push(`${scale.labelAt(row + 1).padStart(LABEL_COLUMNS)} ┤${cells.join('')}`.trimEnd());
  }
  return [...lines, ...axis(values.length, bin, scale.labelAt(0), caption)].join('\n');
}

/** The largest of each `bin` numbers; NaN counts only where nothing else is there. */
function binned(values: ArrayLike<number>, bin: number): number[] {
  return Array.from({ length: Math.ceil(values.length / bin) }, (_, at) => {
    const inside = Array.from(values).slice(at * bin, (at + 1) * bin);
    return Math.max(...inside.map((value) => (Number.isNaN(value) ? -Infinity : value)));
  });
}

/** A number that is drawn at all gets an eighth of a row at least. */
function heightInEighths(value: number, { rows, heightOf }: PictureScale): number {
  const share = heightOf(value);
  return share >= 0 ? Math.max(1, Math.round(Math.min(1, share) * rows * 8)) : 0;
}

function axis(length: number, bin: number, label: string, caption: string): string[] {
  const every = tickDistance(length);
  let ticks = '';
  let numbers = '';
  for (let column = 0; column * bin < length; column++) {
    const place = Math.ceil((column * bin) / every) * every;
    const isTick = place < (column + 1) * bin;
    ticks += isTick ? '┬' : '─';
    if (isTick) numbers = numbers.padEnd(column) + String(place);
  }
  const indent = ' '.repeat(LABEL_COLUMNS + 2);
  return [`${label.padStart(LABEL_COLUMNS)} └${ticks}`, `${indent}${numbers}`, `${indent}${caption}`];
}

/** At most eight ticks. */
const tickDistance = (length: number): number =>
  [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((distance) => length / distance <= 8) ?? length;
