import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';

/** The error of a text of which a model knows no symbol. */
export const sharesNothing = (text: string): UserError =>
  new UserError(
    l10n.t('The model knows none of the symbols of {0}.', text),
    l10n.t('Choose a text in the alphabet that the run was trained on, or another run.'),
  );
