import type { TextDocument, Uri } from 'vscode';
import { l10n, workspace } from 'vscode';
import { UserError } from '../../protocol/userError';

/**
 * Opens a text that is to be looked at. VS Code gives extensions no file of more than 50 MB, and none that it takes for
 * binary.
 * @throws UserError where it cannot be had
 */
export async function openText(uri: Uri): Promise<TextDocument> {
  try {
    return await workspace.openTextDocument(uri);
  } catch (error) {
    const reason = String((error as Error).message).replace(/^cannot open \S+\. Detail: /, '');
    throw new UserError(
      l10n.t('{0} cannot be looked at: {1}', workspace.asRelativePath(uri), reason),
      l10n.t('Choose a text file of less than 50 MB: a piece of it tells as much.'),
    );
  }
}
