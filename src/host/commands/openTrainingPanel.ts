import { l10n } from 'vscode';
import { UserError } from '../../protocol/userError';
import type { Lab } from '../lab';
import { canShow } from '../lab/runAbilities';
import type { CommandHandler } from './commandIds';
import { pickRun } from './pickRun';

/** Opens the training panel of a run; from an experiment file, of one of its own. */
export const openTrainingPanel =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const run = await pickRun(lab, target, {
      placeholder: l10n.t('Which run?'),
      isFitting: canShow,
      none: new UserError(l10n.t('There is no run yet.'), l10n.t('Start one with the command Unroll: Train.')),
    });
    lab.panels.show(run);
  };
