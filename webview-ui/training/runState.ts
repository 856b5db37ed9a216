import { t } from '@vscode/l10n';
import type { RunState } from '../../src/protocol/run';
import type { RunData } from './runData';

/** A run as people see it: one that has taken no step yet is only starting. */
export type ShownState = RunState | 'starting';

/** The state to show. */
export const shownState = ({ run, steps }: RunData): ShownState =>
  run.state === 'running' && run.step === 0 && steps.length === 0 ? 'starting' : run.state;

/** The state as a word. */
export const stateWords = (state: ShownState): string =>
  ({
    starting: t('Starting'),
    running: t('Running'),
    paused: t('Paused'),
    finished: t('Finished'),
    stopped: t('Stopped'),
    failed: t('Failed'),
    interrupted: t('Interrupted'),
  })[state];
