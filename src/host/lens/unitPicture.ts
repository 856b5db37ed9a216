/** How a picture of units is drawn. */
export interface PictureStyle {
  /** CSS colours: an image in a hover sees no colours of the theme. */
  ink: string;
  axis: string;
  /** Whether numbers have both signs; then zero is in the middle. */
  isSigned: boolean;
  /** The size that fills the height. */
  limit: number;
  /** Columns at most; more units than that share columns. */
  columns: number;
}

const height = 14;

/** All units of a layer as a small picture, a column a unit: an SVG image as a data URI. */
export function unitPicture(values: number[], style: PictureStyle): { uri: string; width: number; height: number } {
  const columns = pooled(values, style);
  const width = columns.length;
  const axis = style.isSigned ? height / 2 : height - 0.5;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<path d="M0 ${axis}H${width}" stroke="${style.axis}"/><path d="${path(columns, style)}" stroke="${style.ink}"/></svg>`;
  return { uri: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`, width, height };
}

/** One line a column, each from the axis. Numbers that are not finite leave a gap. */
function path(columns: number[], { isSigned, limit }: PictureStyle): string {
  const [zero, most] = isSigned ? [height / 2, height / 2 - 0.5] : [height, height];
  const lines = columns.map((value, column) => {
    const length = Math.max(-1, Math.min(1, value / limit)) * most;
    return Number.isFinite(length) && Math.abs(length) >= 0.05 ? `M${column}.5 ${zero}v${written(-length)}` : '';
  });
  return lines.join('');
}

const written = (value: number): string => String(Math.round(10 * value) / 10);

/** Units that share a column: their mean, or the one furthest from zero where numbers have both signs. */
function pooled(values: number[], { columns, isSigned }: PictureStyle): number[] {
  if (values.length <= columns) return values;
  return Array.from({ length: columns }, (_, column) => {
    const [from, to] = [column, column + 1].map((at) => Math.floor((at * values.length) / columns));
    const shared = values.slice(from, to);
    if (!isSigned) return shared.reduce((sum, value) => sum + value, 0) / shared.length;
    return shared.reduce((furthest, value) => (Math.abs(value) > Math.abs(furthest) ? value : furthest));
  });
}
