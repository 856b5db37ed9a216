import * as l10n from '@vscode/l10n';
import { formatCount, formatDuration } from '../../protocol/words';
import type { Finding } from './watch';

/** That a piece of work lasts longer than usual, and goes on. */
export const lastsWords = ({ kind, step, ms }: Finding): string => sentences[kind].lasts(formatCount(step), said(ms));

/** That it has ended. */
export const endedWords = ({ kind, step, ms }: Finding): string => sentences[kind].ended(formatCount(step), said(ms));

/** That it stands, and what is done about it. */
export const standsWords = ({ kind, step, ms }: Finding, isAgain: boolean): string =>
  isAgain
    ? l10n.t('{0} The session is ended: it stood there before.', sentences[kind].stands(formatCount(step), said(ms)))
    : l10n.t(
        '{0} The session is ended and goes on from its last checkpoint.',
        sentences[kind].stands(formatCount(step), said(ms)),
      );

const said = (ms: number): string => formatDuration(ms).replaceAll('\u00a0', ' ');

type Sentence = (step: string, duration: string) => string;

const sentences: Record<Finding['kind'], Record<'lasts' | 'ended' | 'stands', Sentence>> = {
  step: {
    lasts: (step, duration) => l10n.t('Step {0} has lasted {1} and goes on.', step, duration),
    ended: (step, duration) => l10n.t('Step {0} ended after {1}.', step, duration),
    stands: (step, duration) => l10n.t('Step {0} has not ended in {1}.', step, duration),
  },
  validation: {
    lasts: (step, duration) => l10n.t('The validation after step {0} has lasted {1} and goes on.', step, duration),
    ended: (step, duration) => l10n.t('The validation after step {0} ended after {1}.', step, duration),
    stands: (step, duration) => l10n.t('The validation after step {0} has not ended in {1}.', step, duration),
  },
  sample: {
    lasts: (step, duration) => l10n.t('The text sampled after step {0} has taken {1} and goes on.', step, duration),
    ended: (step, duration) => l10n.t('The text sampled after step {0} was done after {1}.', step, duration),
    stands: (step, duration) => l10n.t('The text sampled after step {0} was not done in {1}.', step, duration),
  },
};
