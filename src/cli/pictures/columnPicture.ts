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
/** A short curve is drawn wider, so many characters a place. */
const WIDEST_PLACE = 4;

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
  const labels = Array.from({ length: scale.rows + 1 }, (_, edge) => scale.labelAt(edge));
  const indent = Math.max(LABEL_COLUMNS, ...labels.map((label) => label.length));
  const room = Math.max(1, columns - indent - 2);
  const bin = Math.max(1, Math.ceil(values.length / room));
  const eighths = binned(values, bin).map((value) => heightInEighths(value, scale));
  const wide = Math.max(1, Math.min(WIDEST_PLACE, Math.floor(room / eighths.length)));
  const lines: string[] = [];
  for (let row = scale.rows - 1; row >= 0; row--) {
    const cells = eighths.map((height) => BLOCKS[Math.min(8, Math.max(0, height - row * 8))]!.repeat(wide));
    lines.push(`${labels[row + 1]!.padStart(indent)} ┤${cells.join('')}`.trimEnd());
  }
  const [ticks, numbers] = axis(values.length, bin, wide);
  const blank = ' '.repeat(indent + 2);
  return [...lines, `${labels[0]!.padStart(indent)} └${ticks}`, blank + numbers, blank + caption].join('\n');
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

/** The ticks of the axis, and the places that they stand for. */
function axis(length: number, bin: number, wide: number): [string, string] {
  const every = tickDistance(length);
  let ticks = '';
  let numbers = '';
  for (let column = 0; column * bin < length; column++) {
    const place = Math.ceil((column * bin) / every) * every;
    const isTick = place < (column + 1) * bin;
    if (isTick) numbers = numbers.padEnd(ticks.length) + String(place);
    ticks += (isTick ? '┬' : '─').padEnd(wide, '─');
  }
  return [ticks, numbers];
}

/** At most eight ticks. */
const tickDistance = (length: number): number =>
  [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((distance) => length / distance <= 8) ?? length;
