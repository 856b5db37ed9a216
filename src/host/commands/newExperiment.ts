import { commands, l10n, Uri } from 'vscode';
import type { Lab } from '../lab';
import { chosenText } from '../newExperiment/askDataset';
import type { CommandHandler } from './commandIds';

/** Guides from a text to an experiment: asks, shows what comes of it, writes `NAME.unroll.json` and opens it. */
export const newExperiment =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const { guide } = await import('../newExperiment/guide');
    await lab.datasets.files.ready;
    const given = datasetOf(target);
    const texts = lab.datasets.files.all();
    const made = await guide(lab, l10n.t('New Experiment'), texts, given && chosenText(given));
    if (made.isToTrain) await commands.executeCommand('unroll.train', Uri.file(made.path));
  };

/** The text that the command was started on: a row of the datasets, or a file of the explorer. */
function datasetOf(target: unknown): Uri | undefined {
  if (target instanceof Uri) return target;
  const path = (target as { path?: string } | undefined)?.path;
  return path === undefined ? undefined : Uri.file(path);
}
