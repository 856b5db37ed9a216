/** A stretch of the picture from top to bottom, in pixels. */
export interface Band {
  top: number;
  height: number;
}

/** A curve below the units. */
export type RowName = 'unit' | 'mean' | 'surprise' | 'gradientH' | 'lookBack' | 'played' | 'difference';

/** Where everything stands: text above, units, curves below, all from one left edge to one right edge. */
export interface FigureLayout {
  left: number;
  right: number;
  width: number;
  height: number;
  ruler: Band;
  units: Band;
  /** Pixels of a row of units, and how many units share it. */
  rowHeight: number;
  unitsARow: number;
  rowCount: number;
  rows: (Band & { name: RowName })[];
}

const rulerHeight = 24;
const usualHeight = 384;
/** Of the probe text: what it was before is to be seen below. */
const lowHeight = 192;
const mostRows = 512;
const rowHeights: Record<RowName, number> = {
  unit: 44,
  mean: 50,
  surprise: 50,
  gradientH: 44,
  lookBack: 50,
  played: 84,
  difference: 50,
};

/** The picture for some width of its canvas. */
export function figureLayout(canvasWidth: number, units: number, names: RowName[], isLow = false): FigureLayout {
  const { left, right } = sides(canvasWidth);
  const unitsARow = Math.ceil(units / mostRows);
  const rowCount = Math.ceil(units / unitsARow);
  const rowHeight = Math.max(1, Math.min(24, Math.round((isLow ? lowHeight : usualHeight) / rowCount)));
  let top = rulerHeight + rowCount * rowHeight + 8;
  const rows = names.map((name) => {
    const row = { name, top, height: rowHeights[name] };
    top += row.height + 4;
    return row;
  });
  return {
    left,
    right,
    width: Math.max(1, canvasWidth - left - right),
    height: top,
    ruler: { top: 0, height: rulerHeight },
    units: { top: rulerHeight, height: rowCount * rowHeight },
    rowHeight,
    unitsARow,
    rowCount,
    rows,
  };
}

/** The room beside the picture: names on the left, numbers on the right. */
export function sides(canvasWidth: number): { left: number; right: number } {
  return canvasWidth < 480 ? { left: 60, right: 50 } : { left: 64, right: 56 };
}

/** The unit under a height, by the order of the rows; undefined above and below them. */
export function unitUnder(
  y: number,
  { units, rowHeight, unitsARow }: FigureLayout,
  order: number[],
): number | undefined {
  if (y < units.top || y >= units.top + units.height) return undefined;
  return order[Math.min(order.length - 1, Math.floor(((y - units.top) / rowHeight) * unitsARow))];
}

/** The row that a unit stands in, as a band. */
export function bandOf(unit: number, { units, rowHeight, unitsARow }: FigureLayout, order: number[]): Band {
  return { top: units.top + Math.floor(order.indexOf(unit) / unitsARow) * rowHeight, height: rowHeight };
}
