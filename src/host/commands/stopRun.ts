import { l10n, ProgressLocation, window } from 'vscode';
import type { Lab } from '../lab';
import { fullRunName } from '../runWords';
import type { CommandHandler } from './commandIds';
import { pickLiveRun } from './pickLiveRun';
import { plainLabel } from '../plainText';

/** Ends a session; it writes a checkpoint first, from which the run can be resumed. */
export const stopRun =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const run = await pickLiveRun(lab, target);
    const title = l10n.t('Stopping {0}: writing its checkpoint', plainLabel(fullRunName(run)));
    await window.withProgress({ location: ProgressLocation.Window, title }, () => lab.sessions.call(run, 'stop', {}));
    lab.log.info(`Stopped ${run.id}`);
  };
