import * as l10n from '@vscode/l10n';
import { formatCount } from '../../src/protocol/words';
import type { Point } from '../shared/binning';
import type { Frame, LineEnd, Picture } from '../shared/charts/picture';
import type { Ramp } from '../shared/heatRamp';
import type { Theme } from '../shared/theme';
import { roundTicks, tickWriter, windowTicks } from '../shared/ticks';
import { profileCeiling } from './heatPicture';
import type { FieldView } from './recordField';

/** The three parts of a profile. */
export interface ProfileFields {
  total: FieldView;
  carried: FieldView;
  local: FieldView;
}

const dashes = { total: [], carried: [4, 3], local: [] };

/** One profile: the norm of the gradient at each time step, whole, carried and local. */
export function profileCurve(fields: ProfileFields, record: number, frame: Frame, theme: Theme, ramp: Ramp): Picture {
  const { total, carried, local } = fields;
  const top = profileCeiling(total);
  const ticks = roundTicks(0, top, 4);
  const lines = {
    local: points(local.record(record)).slice(1),
    carried: points(carried.record(record)),
    total: points(total.record(record)),
  };
  return {
    theme,
    frame,
    x: { from: 0, to: total.rows - 1, ticks: windowTicks(total.rows - 1), write: formatCount },
    y: { from: 0, to: top, ticks, write: tickWriter(ticks), hasGrid: true },
    series: [
      { points: lines.local, colour: theme.quiet, width: 1 },
      { points: lines.carried, colour: theme.gradient, width: 1.25, dash: dashes.carried },
      { points: lines.total, colour: theme.gradient, width: 2 },
    ],
    ends: [
      end(lines.total, l10n.t('total'), theme.gradient, { dash: [], width: 2 }),
      end(lines.local, l10n.t('local'), theme.quiet, { dash: [], width: 1 }),
      end(lines.carried, l10n.t('carried'), theme.gradient, { dash: dashes.carried, width: 1.25 }),
    ],
    colourBar: ramp,
  };
}

const points = (profile: Float32Array): Point[] =>
  Array.from(profile, (y, x) => ({ x, y: Number.isFinite(y) ? y : NaN }));

/** A label at the height of the last eighth of a line: its very end falls off. */
function end(line: Point[], label: string, colour: string, key: NonNullable<LineEnd['key']>): LineEnd {
  const tail = line.slice(-Math.max(2, Math.ceil(line.length / 8)), -1).filter(({ y }) => !Number.isNaN(y));
  const at = tail.reduce((sum, { y }) => sum + y, 0) / Math.max(1, tail.length);
  return { at, label, colour, key };
}
