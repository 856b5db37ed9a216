import { setTimeout as wait } from 'node:timers/promises';
import { l10n, ProgressLocation, window } from 'vscode';
import type { Lab } from '../lab';
import { fullRunName } from '../runWords';
import type { CommandHandler } from './commandIds';
import type { ListedRun } from '../../runs/listRuns';
import { isSessionAlive } from '../../runs/liveness';
import { pickLiveRun } from './pickLiveRun';
import { plainLabel, plainMessage } from '../plainText';

/** Ends a session; it writes a checkpoint first, from which the run can be resumed. */
export const stopRun =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const run = await pickLiveRun(lab, target);
    const title = l10n.t('Stopping {0}: writing its checkpoint', plainLabel(fullRunName(run)));
    await window.withProgress({ location: ProgressLocation.Window, title }, () => stopOrEnd(lab, run));
    lab.log.info(`Stopped ${run.id}`);
  };

/** How long a session may take to stop before it can be ended otherwise. */
const patienceMs = 5000;

/** A step that does not end lets no session hear that it is to stop: then its process can be ended. */
async function stopOrEnd(lab: Lab, run: ListedRun): Promise<void> {
  const stopped = lab.sessions.call(run, 'stop', {}).then(() => undefined);
  stopped.catch(() => undefined); // thrown below
  const isLate = await Promise.race([stopped.then(() => false), wait(patienceMs, true)]);
  if (!isLate) return;
  const end = l10n.t('End It Now');
  const question = l10n.t(
    '{0} has not stopped yet: its step is still under way. Ended now, the run goes on from its last checkpoint when it is resumed.',
    fullRunName(run),
  );
  const chosen = await Promise.race([stopped, window.showWarningMessage(plainMessage(question), end)]);
  if (chosen !== end) return;
  const { record } = lab.runs.find(run.directory) ?? run;
  if (record && (await isSessionAlive(record))) process.kill(record.processId, 'SIGKILL');
}
