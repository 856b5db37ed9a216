import * as l10n from '@vscode/l10n';
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
    starting: l10n.t('Starting'),
    running: l10n.t('Running'),
    paused: l10n.t('Paused'),
    finished: l10n.t('Finished'),
    stopped: l10n.t('Stopped'),
    failed: l10n.t('Failed'),
    interrupted: l10n.t('Interrupted'),
  })[state];
