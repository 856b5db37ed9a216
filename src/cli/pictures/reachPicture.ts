import * as l10n from '@vscode/l10n';
import { formatPowerOfTen } from '../../protocol/words';
import { columnPicture, type PictureScale } from './columnPicture';

const ROWS = 8;
const LOWEST_DECADE = -16;

/** The reach of a layer over time steps back, on a logarithmic axis. @param curve r_0..r_T */
export function reachPicture(curve: ArrayLike<number>, columns: number): string {
  return columnPicture(curve, logScale(curve), columns, l10n.t('time steps back'));
}

/** Whole decades from the smallest number to the largest, as many to a row as fit. */
function logScale(curve: ArrayLike<number>): PictureScale {
  const decades = Array.from(curve, Math.log10).filter(Number.isFinite);
  const top = Math.max(0, Math.ceil(Math.max(...decades)));
  const bottom = Math.max(LOWEST_DECADE, Math.min(top - 1, Math.floor(Math.min(...decades))));
  const perRow = Math.ceil((top - bottom) / ROWS);
  const rowsPerDecade = Math.max(1, Math.floor(ROWS / (top - bottom)));
  const rows = perRow > 1 ? Math.ceil((top - bottom) / perRow) : (top - bottom) * rowsPerDecade;
  const height = (rows * perRow) / rowsPerDecade;
  const start = top - height;
  return {
    rows,
    heightOf: (value) => (value > 0 ? (Math.log10(value) - start) / height : -1),
    labelAt: (edge) => (edge % rowsPerDecade === 0 ? formatPowerOfTen(start + (edge * perRow) / rowsPerDecade) : ''),
  };
}
