import { l10n } from 'vscode';
import { UserError } from '../../protocol/userError';
import type { Lab } from '../lab';
import type { CommandHandler } from './commandIds';
import { documentOf } from './lookAtDocument';

/** Leaves a document alone again. The experiment's own text stays under the lens. */
export const stopLookingAtDocument =
  (lab: Lab): CommandHandler =>
  (target) => {
    const uri = documentOf(target);
    lab.lens.remove(uri);
    if (lab.lens.covers(uri))
      throw new UserError(
        l10n.t('The lens always looks at the text of its experiment.'),
        l10n.t('To see it without colours, colour the text by nothing, or close the lens.'),
      );
  };
