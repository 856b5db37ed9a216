import { l10n } from 'vscode';
import { isLive, type RunState } from '../../protocol/run';
import { UserError } from '../../protocol/userError';
import type { ListedRun } from '../../runs/listRuns';
import type { Lab } from '../lab';
import { pickRun } from './pickRun';

/** The run with a live session that a command is for. */
export function pickLiveRun(
  lab: Lab,
  target: unknown,
  isFitting: (state: RunState) => boolean = isLive,
): Promise<ListedRun> {
  return pickRun(lab, target, {
    placeholder: l10n.t('Which session?'),
    isFitting: (run) => run.state !== 'damaged' && isFitting(run.state),
    none: new UserError(l10n.t('No such session is running.'), l10n.t('Start one with the command Unroll: Train.')),
  });
}
