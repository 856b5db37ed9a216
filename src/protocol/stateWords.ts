import * as l10n from '@vscode/l10n';
import type { RunState } from './run';

/** A run as people see it: one that has taken no step yet is only starting, and one may not be readable. */
export type ShownState = RunState | 'starting' | 'damaged';

/** The state of a run as a word of its own. */
export const stateWords = (state: ShownState): string =>
  ({
    starting: l10n.t('Starting'),
    running: l10n.t('Running'),
    paused: l10n.t('Paused'),
    finished: l10n.t('Finished'),
    stopped: l10n.t('Stopped'),
    failed: l10n.t('Failed'),
    interrupted: l10n.t('Interrupted'),
    damaged: l10n.t('Damaged'),
  })[state];
