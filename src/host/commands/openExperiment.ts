import { l10n, Uri, window } from 'vscode';
import { UserError } from '../../protocol/userError';
import type { Lab } from '../lab';
import { experimentPathOfRun } from '../lab/experimentName';
import type { CommandHandler } from './commandIds';
import { pickExperiment } from './pickExperiment';
import { runOf } from './pickRun';

/** Opens an experiment file: that of a row, of a run folder, or one that the person picks. */
export const openExperiment =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const run = runOf(lab, target);
    const path = run ? experimentPathOfRun(run) : await pickExperiment(lab, target);
    try {
      await window.showTextDocument(Uri.file(path));
    } catch {
      throw new UserError(
        l10n.t('{0} is not there any more.', path),
        l10n.t('The run keeps what it was trained with in its folder, as experiment.json.'),
      );
    }
  };
