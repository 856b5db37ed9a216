import { l10n, window } from 'vscode';
import { UserError } from '../../protocol/userError';
import type { Lab } from '../lab';
import { requireLens } from '../lens/requireLens';
import type { CommandHandler } from './commandIds';

/** Holds the selection of the editor as probe text, or the line of the cursor, and shows it in the gates panel. */
export const holdProbe =
  (lab: Lab): CommandHandler =>
  (given) => {
    requireLens(lab.lens);
    lab.probe.hold(typeof given === 'string' ? given : chosenText());
    lab.gates.showProbe();
  };

function chosenText(): string {
  const editor = window.activeTextEditor;
  if (!editor) throw new UserError(l10n.t('No text is open.'), l10n.t('Open one, and select a passage of it.'));
  const { document, selection } = editor;
  return document.getText(selection.isEmpty ? document.lineAt(selection.active.line).range : selection);
}
