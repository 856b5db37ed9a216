import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../src/protocol/words';
import type { ColumnValue } from './curve';
import type { Extent } from '../asking/extent';
import type { Shown } from '../shown';
import { inView, pixelOf } from './textAxis';

/** Decades of a look-back that are shown below the nearest symbol's gradient. */
const decades = 4;

/** The look-back from the chosen symbol: bars by decades, and how far it is until 1 % is left. */
export function lookBackOf(shown: Shown): { values: ColumnValue[]; extent: Extent; note: string[] } {
  const { data, view, axis, room } = shown;
  const norms = data.lookBack?.at === view.at ? (data.lookBack.layers[view.layer] ?? []) : [];
  const from = data.lookBack?.from ?? 0;
  const nearest = norms.at(-1) ?? 0;
  const top = Math.log10(Math.max(nearest, ...norms.slice(-64)) || 1);
  const visible = inView(axis, room);
  const step = Math.max(1, Math.floor(1 / axis.pixels));
  const values: ColumnValue[] = [];
  for (let at = Math.max(from, visible.from); at < Math.min(from + norms.length, visible.to); at += step) {
    const norm = norms[at - from]!;
    if (norm > 0) values.push({ x: pixelOf(axis, at), width: axis.pixels * step, value: Math.log10(norm) });
  }
  return { values, extent: { low: top - decades, high: top }, note: horizonWords(norms) };
}

function horizonWords(norms: number[]): string[] {
  const horizon = onePercentBack(norms);
  return horizon === undefined ? [] : [l10n.t('1 % at'), l10n.t('{0} back', formatCount(horizon))];
}

/** How far back the last norm of 1 % or more of the nearest one is. */
export function onePercentBack(norms: number[]): number | undefined {
  const nearest = norms.at(-1);
  if (nearest === undefined || !(nearest > 0)) return undefined;
  return norms.length - norms.findIndex((norm) => norm >= nearest / 100);
}
