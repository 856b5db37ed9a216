import * as l10n from '@vscode/l10n';
import { formatLoss, formatNorm } from '../../../src/protocol/words';
import { columnValues, type ColumnValue } from './curve';
import type { GatesTheme } from '../gatesTheme';
import type { RowPicture } from './curve';
import type { Shown } from '../shown';
import { inView, pixelOf } from './textAxis';

/** The surprise of each symbol in truth and as played, on one axis. */
export function playedSurprise(shown: Shown, theme: GatesTheme): RowPicture {
  const values = columnValues(shown, 'surprise');
  const losses = shown.played?.surprise.played ?? [];
  const others = playedValues(shown, (index) => losses[index] ?? undefined);
  const all = [...values, ...others].map(({ value }) => value);
  const extent = shown.data.extents.fromZero(`surprise played ${shown.axis.pixels < 1}`, all);
  const name = [l10n.t('surprise'), l10n.t('— played')];
  const at = shown.view.at - (shown.played?.from ?? 0);
  const [truth, played] = [shown.played?.surprise.truth[at], losses[at]];
  const note =
    truth === undefined || played === undefined || truth === null || played === null
      ? undefined
      : [formatLoss(truth), `→ ${formatLoss(played)}`];
  return { name, colour: theme.validation, values, extent, areBars: true, others, note };
}

/** How far the layer's states have come from the truth. */
export function playedDifference(shown: Shown, theme: GatesTheme): RowPicture {
  const norms = shown.played?.difference[shown.view.layer] ?? [];
  const values = playedValues(shown, (index) => norms[index]);
  const extent = shown.data.extents.fromZero(
    `played ${JSON.stringify(shown.view.play)} ${shown.view.layer}`,
    values.map(({ value }) => value),
  );
  const chosen = norms[shown.view.at - (shown.played?.from ?? 0)];
  const note = chosen === undefined ? [] : [formatNorm(chosen).replaceAll(' ', '')];
  return { name: [l10n.t('difference'), l10n.t('of h')], colour: theme.state, values, extent, note };
}

/** One unit in truth and as played. */
export function playedUnit(shown: Shown, truth: ColumnValue[]): ColumnValue[] {
  const { played, layer, view } = shown;
  if (played === undefined || shown.axis.pixels < 1) return [];
  const inTruth = new Map(truth.map((each) => [Math.round(each.x), each.value]));
  return playedValues(shown, (index, x) => {
    const value = inTruth.get(Math.round(x));
    return value === undefined ? undefined : value + played.values[index * layer.units + view.unit!]!;
  });
}

/** Numbers of the played symbols in view. @param read by the number of the symbol from the first played */
function playedValues(shown: Shown, read: (index: number, x: number) => number | undefined): ColumnValue[] {
  const { played, axis, room } = shown;
  if (played === undefined) return [];
  const { from, to } = inView(axis, room);
  const step = Math.max(1, Math.floor(1 / axis.pixels));
  const values: ColumnValue[] = [];
  for (let at = Math.max(played.from, from - 1); at < Math.min(played.from + played.length, to + 1); at += step) {
    const x = pixelOf(axis, at);
    const value = read(at - played.from, x);
    if (value !== undefined) values.push({ x, width: axis.pixels * step, value });
  }
  return values;
}
