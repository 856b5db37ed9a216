import * as l10n from '@vscode/l10n';
import { formatNorm } from '../../protocol/words';
import { columnPicture } from './columnPicture';

const ROWS = 3;

/** The parts of a gradient profile of one layer, g_0..g_T each, on one linear axis from zero. */
export interface ProfileCurves {
  total: Float32Array;
  carried: Float32Array;
  local: Float32Array;
}

/** The gradient profile of a layer: total, carried and local one below the other. */
export function profilePicture({ total, carried, local }: ProfileCurves, columns: number): string {
  const finite = [total, carried, local].flatMap((curve) => Array.from(curve).filter(Number.isFinite));
  const highest = Math.max(...finite, Number.MIN_VALUE);
  const scale = {
    rows: ROWS,
    heightOf: (value: number) => (value > 0 ? value / highest : -1),
    labelAt: (edge: number) => (edge === ROWS ? formatNorm(highest) : edge === 0 ? '0' : ''),
  };
  const picture = (curve: Float32Array, caption: string) => columnPicture(curve, scale, columns, caption);
  return [
    picture(total, l10n.t('time step: the whole gradient, dL/dh')),
    picture(carried, l10n.t('time step: its carried part, from the time step after')),
    picture(local, l10n.t("time step: its local part, from the time step's own loss")),
  ].join('\n\n');
}
