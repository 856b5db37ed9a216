import * as l10n from '@vscode/l10n';
import { formatNorm } from '../../src/protocol/words';
import { envelope, heightRange, marks, type Point } from '../shared/binning';
import { withOpacity } from '../shared/charts/colour';
import type { LineEnd, Picture, Series } from '../shared/charts/picture';
import { nearestIndex } from '../shared/growingColumn';
import type { Theme } from '../shared/theme';
import { roundTicks, tickWriter } from '../shared/ticks';
import { clipNorm } from './facts';
import { isNonFinite, nonFiniteEvents } from './nonFinite';
import type { RunData } from './runData';
import { gridAxis, stepFrame, type StepView } from './stepView';

/** The norm of the whole gradient before and after clipping, and where clipping acted. */
export function normPicture(data: RunData, view: StepView, theme: Theme): Picture {
  const { steps, columns } = data.steps;
  const before = envelope(steps, columns.gradientNorm.values, view.stretch);
  const clipped = marks(steps, isClipped(data), view.stretch);
  const hasClipped = clipped.length > 0;
  const after = hasClipped ? envelope(steps, normsAfter(data), view.stretch) : [];
  const scale = normScale(before, view);
  return {
    theme,
    frame: stepFrame(view, 12, 6),
    x: gridAxis(view),
    y: { ...scale, write: tickWriter(scale.ticks), hasGrid: true },
    series: lines(before, after, theme),
    marks: { at: clipped, colour: theme.alarm },
    events: nonFiniteEvents(data, view, theme),
    ends: [...clipEnd(data, scale.to, theme), ...lineEnds(data, view, theme, hasClipped)],
  };
}

/** The norms after clipping; none where there was nothing to clip. */
function normsAfter(data: RunData): Float64Array {
  const norms = data.steps.columns.clippedNorm.values;
  const isAway = isNonFinite(data);
  return data.run.nonFinite === undefined ? norms : norms.map((norm, index) => (isAway(index) ? NaN : norm));
}

/** Whether clipping acted at a step. */
export function isClipped(data: RunData): (index: number) => boolean {
  const { gradientNorm, clippedNorm } = data.steps.columns;
  const isAway = isNonFinite(data);
  return (index) => !isAway(index) && gradientNorm.at(index) > clippedNorm.at(index) * (1 + 1e-6);
}

function lines(before: Point[], after: Point[], theme: Theme): Series[] {
  const hasClipped = after.length > 0;
  const first = { points: before, colour: hasClipped ? withOpacity(theme.gradient, 0.5) : theme.gradient, width: 1 };
  return hasClipped ? [first, { points: after, colour: theme.gradient, width: 1.25 }] : [first];
}

function clipEnd(data: RunData, top: number, theme: Theme): LineEnd[] {
  const norm = clipNorm(data.experiment);
  if (norm === undefined || norm > top) return [];
  return [{ at: norm, label: l10n.t('clip'), value: formatNorm(norm), colour: theme.alarm, dash: [4, 3] }];
}

function lineEnds(data: RunData, view: StepView, theme: Theme, hasClipped: boolean): LineEnd[] {
  const index = nearestIndex(data.steps.steps, view.to);
  const end = (label: string, at: number): LineEnd[] =>
    Number.isFinite(at) ? [{ label, at, value: formatNorm(at), colour: theme.gradient }] : [];
  const { gradientNorm, clippedNorm } = data.steps.columns;
  if (!hasClipped) return end(l10n.t('norm'), gradientNorm.at(index));
  return [...end(l10n.t('before'), gradientNorm.at(index)), ...end(l10n.t('after'), clippedNorm.at(index))];
}

/** From 0 to the largest norm; a few that stick out by far are cut off, so that the others can be read. */
function normScale(before: Point[], view: StepView): { from: number; to: number; ticks: number[] } {
  const greatest = heightRange([before], view.stretch)?.greatest ?? 1;
  const usual = quantile(before, 0.9) ?? greatest;
  const to = (greatest > 6 * usual ? 2.5 * usual : greatest) * 1.05 || 1;
  return { from: 0, to, ticks: roundTicks(0, to, 3) };
}

function quantile(points: Point[], share: number): number | undefined {
  const sorted = points
    .map(({ y }) => y)
    .filter((y) => !Number.isNaN(y))
    .sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))];
}
