import { CancellationError, l10n, Uri, window, workspace } from 'vscode';
import { writeCell } from '../../runs/ownCellFiles';
import type { Lab } from '../lab';
import type { CommandHandler } from './commandIds';

/** Writes an example of a cell of the person's own, with the types that the editor shows, and opens it. */
export const newCell =
  (lab: Lab): CommandHandler =>
  async () => {
    const picked = await window.showSaveDialog({
      defaultUri: defaultPlace(),
      filters: { TypeScript: ['ts'] },
      title: l10n.t('New Cell'),
    });
    if (!picked) throw new CancellationError();
    await writeCell(picked.fsPath, lab.context.extensionPath);
    await window.showTextDocument(picked);
  };

function defaultPlace(): Uri | undefined {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder && Uri.joinPath(folder, 'my-cell.ts');
}
