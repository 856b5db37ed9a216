import * as l10n from '@vscode/l10n';
import { nonFiniteCodes } from '../../src/protocol/columns';
import { formatCount } from '../../src/protocol/words';
import { marks } from '../shared/binning';
import type { Marks } from '../shared/charts/picture';
import type { Theme } from '../shared/theme';
import type { RunData } from './runData';
import type { StepView } from './stepView';

/** Whether loss or gradient of a step was not finite, so that it was skipped or taken at random. */
export const isNonFinite =
  ({ steps }: RunData) =>
  (index: number): boolean =>
    steps.columns.nonFinite.at(index) > 0;

/** Those steps as strokes through a chart. */
export const nonFiniteEvents = (data: RunData, { stretch }: StepView, theme: Theme): Marks => ({
  at: marks(data.steps.steps, isNonFinite(data), stretch),
  colour: theme.alarm,
});

/** What was done at a step whose gradient was not finite, in a word; nothing at any other. */
export function nonFiniteWord(data: RunData, index: number): string {
  const code = data.steps.columns.nonFinite.at(index);
  if (code === nonFiniteCodes.skipped) return l10n.t('skipped');
  return code === nonFiniteCodes.randomStep ? l10n.t('random step') : '';
}

/** How many such steps there are in a stretch of indices, as a sentence; nothing where there are none. */
export function nonFiniteSentence(data: RunData, { first, end }: { first: number; end: number }): string {
  const isOne = isNonFinite(data);
  let count = 0;
  for (let index = first; index < end; index++) if (isOne(index)) count++;
  if (count === 0) return '';
  return count === 1
    ? l10n.t('Not finite, and {0}: 1 step.', doneWith(data))
    : l10n.t('Not finite, and {0}: {1} steps.', doneWith(data), formatCount(count));
}

const doneWith = ({ experiment }: RunData): string =>
  experiment.training.onNonFinite === 'randomStep' ? l10n.t('left by a random step') : l10n.t('skipped');
