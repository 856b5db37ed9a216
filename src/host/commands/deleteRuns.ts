import { CancellationError, l10n, window } from 'vscode';
import { UserError } from '../../protocol/userError';
import { formatBytes } from '../../protocol/words';
import type { ListedRun } from '../../runs/listRuns';
import type { Lab } from '../lab';
import { isAlive } from '../lab/runAbilities';
import { fullRunName } from '../runWords';
import type { CommandHandler } from './commandIds';
import { pickRun, runOf } from './pickRun';

/** Deletes runs for good: the selected rows, or one that the person picks; asks first. */
export const deleteRuns =
  (lab: Lab): CommandHandler =>
  async (target, selected) => {
    const rows = Array.isArray(selected)
      ? selected.map((row) => runOf(lab, row)).filter((run) => run !== undefined)
      : [];
    const runs = rows.length > 1 ? rows : [await pickEnded(lab, target)];
    await confirm(runs);
    const { deleteRun } = await import('../../runs/deleteRun');
    for (const run of runs) {
      lab.panels.close(run.directory);
      await deleteRun(run.directory);
      lab.log.info(`Deleted ${run.directory}`);
    }
    await lab.runs.refresh();
  };

function pickEnded(lab: Lab, target: unknown): Promise<ListedRun> {
  return pickRun(lab, target, {
    placeholder: l10n.t('Which run is to be deleted?'),
    isFitting: (run) => !isAlive(run),
    none: new UserError(l10n.t('There is no run to delete.'), l10n.t('A live session must be stopped first.')),
  });
}

async function confirm(runs: ListedRun[]): Promise<void> {
  const size = formatBytes(runs.reduce((sum, run) => sum + run.bytesOnDisk, 0));
  const question =
    runs.length === 1 ? l10n.t('Delete {0}?', fullRunName(runs[0]!)) : l10n.t('Delete {0} runs?', runs.length);
  const detail = l10n.t('Its checkpoints and measurements, {0}, cannot be brought back.', size);
  const yes = l10n.t('Delete');
  const answer = await window.showWarningMessage(question, { modal: true, detail }, yes);
  if (answer !== yes) throw new CancellationError();
}
