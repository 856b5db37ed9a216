import { l10n, TabInputText, Uri, window } from 'vscode';
import { UserError } from '../../protocol/userError';
import { openText } from '../lens/openText';
import { requireLens } from '../lens/requireLens';
import type { Lab } from '../lab';
import type { CommandHandler } from './commandIds';

/** Lets the lens cover one more document: the one that is being edited, or that of a row. */
export const lookAtDocument =
  (lab: Lab): CommandHandler =>
  async (target) => {
    requireLens(lab.lens);
    const document = await openText(documentOf(target));
    lab.lens.add(document.uri);
    await window.showTextDocument(document, { preview: false });
  };

/** The document that a command is for. VS Code gives no editor to extensions for files of more than 50 MB. */
export function documentOf(target: unknown): Uri {
  if (target instanceof Uri) return target;
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = window.activeTextEditor?.document.uri ?? (input instanceof TabInputText ? input.uri : undefined);
  if (uri) return uri;
  throw new UserError(l10n.t('No document is open.'), l10n.t('Open the text that the lens is to look at.'));
}
