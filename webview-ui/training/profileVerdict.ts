import * as l10n from '@vscode/l10n';
import { formatDecimals, formatNorm, formatSignificant } from '../../src/protocol/words';
import type { RunData } from './runData';

/** A sentence and the part of it that is the verdict. */
export interface Said {
  sentence: string;
  emphasis: string;
}

const measurements = 5;

/**
 * Whether the gradient is level along the window, or larger at one end; and what its parts are on average.
 * @param record the last one that is judged; the newest unless told
 */
export function profileVerdict(data: RunData, layer: number, record?: number): Said | undefined {
  const total = meanProfile(data, 'total', layer, record);
  const carried = meanProfile(data, 'carried', layer, record);
  const local = meanProfile(data, 'local', layer, record);
  if (total === undefined || carried === undefined || local === undefined) return undefined;
  const averages = l10n.t(
    'On average {0}: {1} local, {2} carried from later time steps.',
    short(average(total)),
    short(average(local)),
    short(average(carried)),
  );
  const { sentence, emphasis } = slope(total, data.experiment.training.outputs);
  return { sentence: `${sentence} ${averages}`, emphasis };
}

/** Compares the first quarter of the window with the last: twice as much at one end is more than chance. */
function slope(total: Float64Array, outputs: 'each' | 'last'): Said {
  const quarter = Math.max(1, Math.floor((total.length - 1) / 4));
  const ratio = average(total.subarray(0, quarter + 1)) / average(total.subarray(-quarter - 1));
  if (ratio > 2)
    return said(
      l10n.t('Growing:'),
      l10n.t('{0} times as large where the window begins as where it ends.', times(ratio)),
    );
  if (ratio < 0.5)
    return said(
      l10n.t('Fading:'),
      l10n.t('{0} times as small where the window begins as where it ends.', times(1 / ratio)),
    );
  if (Number.isNaN(ratio)) return said('', l10n.t('How it goes along the window could not be measured.'));
  const level = l10n.t('{0} times as large where the window begins as where it ends.', formatDecimals(ratio, 1));
  const own = outputs === 'each' ? ` ${l10n.t('Every time step injects a loss of its own.')}` : '';
  return said(l10n.t('Level:'), `${level}${own}`);
}

const short = (norm: number): string => (norm >= 0.01 ? formatSignificant(norm, 2) : formatNorm(norm));

const times = (ratio: number): string => formatSignificant(ratio, 2);

const said = (emphasis: string, text: string): Said => ({ sentence: `${emphasis} ${text}`.trim(), emphasis });

/** The mean of the last five records, time step by time step. */
function meanProfile(
  data: RunData,
  quantity: 'total' | 'carried' | 'local',
  layer: number,
  record?: number,
): Float64Array | undefined {
  const field = data.field(quantity, layer);
  const count = record === undefined ? (field?.steps.length ?? 0) : record + 1;
  if (field === undefined || count === 0) return undefined;
  const mean = new Float64Array(field.rows);
  const from = Math.max(0, count - measurements);
  for (let index = from; index < count; index++)
    field.record(index).forEach((value, time) => (mean[time]! += value / (count - from)));
  return mean;
}

/** The mean over the time steps that have an output: the carried state, t = 0, has none. */
function average(profile: Float64Array): number {
  const outputs = profile.length > 1 ? profile.subarray(1) : profile;
  return outputs.reduce((sum, value) => sum + value, 0) / outputs.length;
}
