import * as l10n from '@vscode/l10n';
import { comparableBaselines } from '../../src/protocol/baselineWords';
import { scheduleWords } from '../../src/protocol/ruleWords';
import { formatCount, formatLearningRate, formatLoss, formatNorm } from '../../src/protocol/words';
import { lowerBound } from '../shared/growingColumn';
import { clipNorm } from './facts';
import { isNonFinite, nonFiniteSentence } from './nonFinite';
import { isClipped } from './normPicture';
import { rateChanges } from './ratePicture';
import type { RunData } from './runData';
import type { StepRange } from './stepView';

/** What the loss amounts to, measured against what needs no network; of a range of steps, how it changed. */
export function lossSentence(data: RunData, range: StepRange | undefined): string {
  if (data.steps.length === 0) return startSentence(data);
  if (range !== undefined) return rangeSentence(data, range);
  const validation = data.validation.loss.last;
  if (Number.isFinite(validation))
    return `${l10n.t('{0} nats a character on unseen text', formatLoss(validation))}, ${compared(data, validation)}.`;
  const training = data.steps.meanLoss.centred(data.steps.length - 1, 15);
  return Number.isFinite(training)
    ? l10n.t('{0} nats a character on the training text.', formatLoss(training))
    : l10n.t('The loss is not a number.');
}

function startSentence({ run }: RunData): string {
  const symbols = formatCount(run.data.vocabulary.length);
  return l10n.t('Knowing nothing costs ln {0} = {1} nats a character.', symbols, formatLoss(run.baselines.uniform));
}

function rangeSentence(data: RunData, { from, to }: StepRange): string {
  const steps = l10n.t('Steps {0} to {1}', formatCount(from), formatCount(to));
  const before = data.validationAt(from);
  const after = data.validationAt(to);
  return Number.isFinite(before) && Number.isFinite(after)
    ? l10n.t('{0}: from {1} to {2} nats a character on unseen text.', steps, formatLoss(before), formatLoss(after))
    : `${steps}.`;
}

/** The best thing that needs no network, where that is beaten; or the next one that is not. */
function compared({ run: { baselines, data } }: RunData, loss: number): string {
  const nothing = l10n.t('knowing nothing (ln {0})', formatCount(data.vocabulary.length));
  if (!(loss < baselines.uniform)) return l10n.t('no better than {0}', nothing);
  const names = {
    uniform: nothing,
    unigram: l10n.t('what single letters give (unigram)'),
    bigram: l10n.t('what pairs of letters give (bigram)'),
  };
  const known = comparableBaselines(baselines).sort((a, b) => a.nats - b.nats);
  const next = known.findLast(({ nats }) => nats <= loss) ?? known[0]!;
  const difference = formatLoss(Math.abs(next.nats - loss));
  return loss < next.nats
    ? l10n.t('{0} below {1}', difference, names[next.name])
    : l10n.t('{0} above {1}', difference, names[next.name]);
}

/** How often clipping acted, or how far the gradient stays from it. */
export function normSentence(data: RunData, range: StepRange | undefined): string {
  const span = spanOf(data, range);
  return [clipSentence(data, span), nonFiniteSentence(data, span)].filter((sentence) => sentence !== '').join(' ');
}

function clipSentence(data: RunData, span: Span): string {
  const { clip } = data.experiment.training;
  const norm = clipNorm(data.experiment);
  const largest = largestNorm(data, span);
  const words = formatNorm(largest.norm);
  if (clip !== 'off' && 'value' in clip) return valueSentence(data, span, clip.value);
  if (norm === undefined)
    return l10n.t('Clipping is off; the largest was {0}, at step {1}.', words, formatCount(largest.step));
  const { count, last } = clippedSteps(data, span);
  if (count > 0)
    return l10n.t(
      'Clipped at {0} on {1} of {2} steps, last at {3}.',
      formatLearningRate(norm),
      formatCount(count),
      formatCount(span.end - span.first),
      formatCount(last),
    );
  return largest.norm < norm / 2
    ? l10n.t('Never clipped: the largest, {0}, is far below {1}.', words, formatLearningRate(norm))
    : l10n.t('Never clipped: the largest, {0}, is below {1}.', words, formatLearningRate(norm));
}

/** How often numbers of the gradient were limited. */
function valueSentence(data: RunData, span: Span, value: number): string {
  const { count, last } = clippedSteps(data, span);
  if (count === 0) return l10n.t('No number of the gradient was beyond {0}.', formatLearningRate(value));
  return l10n.t(
    'Numbers beyond {0} were limited on {1} of {2} steps, last at {3}.',
    formatLearningRate(value),
    formatCount(count),
    formatCount(span.end - span.first),
    formatCount(last),
  );
}

/** Indices of steps. */
interface Span {
  first: number;
  end: number;
}

function spanOf({ steps }: RunData, range: StepRange | undefined): Span {
  if (range === undefined) return { first: 0, end: steps.length };
  return { first: lowerBound(steps.steps, range.from), end: lowerBound(steps.steps, range.to + 1) };
}

function clippedSteps(data: RunData, { first, end }: Span): { count: number; last: number } {
  const clipped = isClipped(data);
  let count = 0;
  let last = 0;
  for (let index = first; index < end; index++)
    if (clipped(index)) {
      count++;
      last = data.steps.columns.step.at(index);
    }
  return { count, last };
}

function largestNorm(data: RunData, { first, end }: Span): { norm: number; step: number } {
  const { gradientNorm, step } = data.steps.columns;
  const norms = gradientNorm.values;
  let largest = first;
  const isAway = isNonFinite(data);
  for (let index = first; index < end; index++)
    if (!isAway(index) && !(norms[index]! <= norms[largest]!)) largest = index;
  return { norm: gradientNorm.at(largest), step: step.at(largest) };
}

/** How the schedule goes; without one, when the learning rate was changed last, and from what. */
export function rateSentence(data: RunData): string {
  const changes = rateChanges(data);
  const last = changes.at(-1);
  if (last === undefined) return '';
  const schedule = scheduleWords(data.experiment.training.schedule, data.run.totalSteps);
  if (schedule.length > 0)
    return l10n.t('{0} now: {1}.', formatLearningRate(data.steps.columns.learningRate.last), schedule.join(', '));
  const { learningRate } = data.steps.columns;
  const index = data.steps.length - 1;
  const before = learningRate.at(data.steps.steps.indexOf(last) - 1);
  return l10n.t(
    '{0} since step {1}, {2} before.',
    formatLearningRate(learningRate.at(index)),
    formatCount(last),
    formatLearningRate(before),
  );
}
