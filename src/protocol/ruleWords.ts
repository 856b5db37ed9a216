import * as l10n from '@vscode/l10n';
import type { OptimiserOptions, TrainingOptions } from './experiment';
import type { Initialiser, InitialiserOptions } from './initialiserSchema';
import type { RunRecord } from './run';
import type { ScheduleOptions } from './scheduleSchema';
import { formatCount, formatLearningRate } from './words';

/** The rules of a training that are not the plain ones, a few words each; the optimiser first. */
export function ruleWords({ optimiser, schedule, clip, init, earlyStopping }: TrainingOptions): string[] {
  const limit = clip !== 'off' && 'value' in clip ? [l10n.t('clipped by value {0}', clip.value)] : [];
  const patience = earlyStopping === 'off' ? [] : [l10n.t('patience {0}', formatCount(earlyStopping.patience))];
  return [optimiserWords(optimiser), ...scheduleWords(schedule), ...limit, ...initialiserWords(init), ...patience];
}

const optimiserNames: Record<OptimiserOptions['name'], string> = {
  adam: 'Adam',
  adamw: 'AdamW',
  rmsprop: 'RMSProp',
  adagrad: 'Adagrad',
  sgd: 'SGD',
};

function optimiserWords(optimiser: OptimiserOptions): string {
  const words = [optimiserNames[optimiser.name]];
  if (optimiser.name === 'sgd' && optimiser.momentum > 0)
    words.push(
      optimiser.nesterov
        ? l10n.t('Nesterov momentum {0}', optimiser.momentum)
        : l10n.t('momentum {0}', optimiser.momentum),
    );
  if (optimiser.weightDecay > 0) words.push(l10n.t('weight decay {0}', formatLearningRate(optimiser.weightDecay)));
  return words.join(', ');
}

/**
 * The schedule, and the warm-up before it; nothing where the learning rate stays.
 * @param totalSteps that a run has now, where it is of a run
 */
export function scheduleWords(schedule: ScheduleOptions, totalSteps?: number): string[] {
  const warmUp = schedule.warmUp > 0 ? [l10n.t('warm-up {0} steps', formatCount(schedule.warmUp))] : [];
  if (totalSteps !== undefined && totalSteps <= schedule.warmUp && schedule.warmUp > 0)
    return [l10n.t('all of it within the warm-up of {0} steps', formatCount(schedule.warmUp))];
  switch (schedule.name) {
    case 'constant':
      return warmUp;
    case 'step':
      return [...warmUp, l10n.t('rate × {0} every {1} steps', schedule.factor, formatCount(schedule.every))];
    case 'cosine':
      return [...warmUp, cosineWords(schedule, totalSteps)];
    case 'plateau':
      return [...warmUp, l10n.t('rate × {0} on plateau', schedule.factor)];
  }
}

function cosineWords({ steps, warmUp }: { steps?: number; warmUp: number }, totalSteps?: number): string {
  if (totalSteps === undefined) return l10n.t('rate by cosine');
  const own = Math.max(1, totalSteps - warmUp);
  return steps !== undefined && steps < own
    ? l10n.t('rate by cosine over {0} steps, then up again', formatCount(steps))
    : l10n.t('rate by cosine over {0} steps', formatCount(steps ?? own));
}

/**
 * What the schedule does with a run that goes on; nothing where the learning rate stays.
 * @param rate of the next step
 */
export function resumedRateSentence(
  schedule: ScheduleOptions,
  { step, totalSteps }: Pick<RunRecord, 'step' | 'totalSteps'>,
  rate: number,
): string {
  const words = scheduleWords(schedule, totalSteps);
  if (words.length === 0 || step >= totalSteps) return '';
  const next = formatCount(step + 1);
  return l10n.t('Learning rate {0} at step {1}: {2}.', formatLearningRate(rate), next, words.join(', '));
}

function initialiserWords({ input, recurrent, head, perGate }: InitialiserOptions): string[] {
  const words = (what: string, how: Initialiser) => (how === 'uniform' ? [] : [`${what} ${initialiserName(how)}`]);
  const found = [
    ...words(l10n.t('input weights'), input),
    ...words(l10n.t('recurrent weights'), recurrent),
    ...words(l10n.t('head'), head),
  ];
  return found.length > 0 && perGate ? [...found, l10n.t('per gate')] : found;
}

const initialiserName = (how: Initialiser): string =>
  typeof how === 'object'
    ? l10n.t('of spectral radius {0}', how.radius)
    : {
        uniform: l10n.t('uniform'),
        'xavier-normal': l10n.t('Xavier normal'),
        'xavier-uniform': l10n.t('Xavier uniform'),
        'kaiming-normal': l10n.t('Kaiming normal'),
        orthogonal: l10n.t('orthogonal'),
        identity: l10n.t('identity'),
      }[how];

/** Why a run finished before its last step; nothing where it did not. */
export function earlyEndSentence({ earlyEnd, totalSteps }: RunRecord): string {
  if (earlyEnd === undefined) return '';
  const { step, bestStep, measurements } = earlyEnd;
  return l10n.t(
    'Ended early at step {0} of {1}: the validation loss has not improved since step {2} ({3} measured without).',
    formatCount(step),
    formatCount(totalSteps),
    formatCount(bestStep),
    formatCount(measurements),
  );
}

/** How many steps were not finite, and what was done; nothing where there was none. */
export function nonFiniteSentence({ nonFinite = 0 }: RunRecord, { onNonFinite }: TrainingOptions): string {
  if (nonFinite === 0) return '';
  if (onNonFinite === 'randomStep')
    return nonFinite === 1
      ? l10n.t('1 step was taken at random, as its gradient was not finite.')
      : l10n.t('{0} steps were taken at random, as their gradients were not finite.', formatCount(nonFinite));
  return nonFinite === 1
    ? l10n.t('1 step was skipped, as its gradient was not finite.')
    : l10n.t('{0} steps were skipped, as their gradients were not finite.', formatCount(nonFinite));
}
