import * as l10n from '@vscode/l10n';
import { comparableBaselines } from '../../src/protocol/baselineWords';
import { formatCount, formatLoss } from '../../src/protocol/words';
import { envelope, heightAt, heightRange, sampled, visible, type Point } from '../shared/binning';
import { withOpacity } from '../shared/charts/colour';
import type { LineEnd, Picture } from '../shared/charts/picture';
import type { Theme } from '../shared/theme';
import { roundTicks, tickWriter } from '../shared/ticks';
import { nonFiniteEvents } from './nonFinite';
import type { RunData } from './runData';
import { gridAxis, stepFrame, type StepView } from './stepView';

/** Raw training loss, its centred mean, validation, and what each would be without a network. */
export function lossPicture(data: RunData, view: StepView, theme: Theme): Picture {
  const raw = envelope(data.steps.steps, data.steps.columns.loss.values, view.stretch);
  const mean = sampled(data.steps.steps, view.stretch, meanLoss(data, view));
  const validation = envelope(data.validation.step.values, data.validation.loss.values, view.stretch);
  const scale = lossScale(data, view, [raw, validation]);
  return {
    theme,
    frame: stepFrame(view, 8, 6),
    x: gridAxis(view),
    y: { ...scale, write: tickWriter(scale.ticks), hasGrid: true },
    events: nonFiniteEvents(data, view, theme),
    series: [
      { points: raw, colour: withOpacity(theme.training, theme.isLight ? 0.42 : 0.38), width: 1 },
      { points: mean, colour: theme.training, width: 1.5 },
      { points: validation, colour: theme.validation, width: 1.75 },
    ],
    ends: [
      ...referenceEnds(data, theme),
      ...lineEnd(l10n.t('validation'), validation, view, theme.validation),
      ...lineEnd(l10n.t('training'), mean, view, theme.training),
    ],
  };
}

/**
 * The centred mean of the training loss at an index, wider where more steps are in view. Near the beginning, where the
 * loss falls steeply, it is narrower: a wide mean would lie above every loss there.
 */
export function meanLoss(data: RunData, view: StepView): (index: number) => number {
  const [first, end] = visible(data.steps.steps, view.stretch);
  const half = Math.max(15, Math.round((end - first) / 66));
  return (index) => data.steps.meanLoss.centred(index, Math.min(half, index >> 2));
}

function referenceEnds({ run }: RunData, theme: Theme): LineEnd[] {
  const labels = {
    uniform: l10n.t('ln {0}', formatCount(run.data.vocabulary.length)),
    unigram: l10n.t('unigram'),
    bigram: l10n.t('bigram'),
  };
  return comparableBaselines(run.baselines).map(({ name, nats }) => ({
    at: nats,
    label: labels[name],
    value: formatLoss(nats),
    colour: theme.quiet,
    dash: [1, 3],
  }));
}

function lineEnd(label: string, line: Point[], { to }: StepView, colour: string): LineEnd[] {
  const at = heightAt(line, to);
  return Number.isNaN(at) ? [] : [{ at, label, value: formatLoss(at), colour }];
}

/** Over the whole run the axis holds all references that are still to be beaten; a loss far beyond it is cut off and not followed. */
function lossScale(data: RunData, view: StepView, lines: Point[][]): { from: number; to: number; ticks: number[] } {
  const references = comparableBaselines(data.run.baselines).map(({ nats }) => nats);
  const [lowest, dearest] = [Math.min(...references), Math.max(...references)];
  const range = heightRange(lines, view.stretch) ?? { least: 0.6 * lowest, greatest: dearest };
  const isWhole = view.range === undefined;
  const highest = isWhole ? Math.max(dearest, range.greatest) : range.greatest;
  const top = Math.min(highest, Math.max(1.5 * dearest, 2 * range.least));
  const least = isWhole ? Math.min(range.least, 0.95 * lowest) : range.least;
  const ticks = roundTicks(least, top, 4);
  const half = (ticks.length > 1 ? ticks[1]! - ticks[0]! : top - least || 1) / 2;
  const from = Math.max(0, half * Math.floor((least - 0.02 * (top - least)) / half));
  const to = top + 0.02 * (top - from);
  return { from, to, ticks: roundTicks(from, to, 4) };
}
