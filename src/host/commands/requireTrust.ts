import { l10n, workspace } from 'vscode';
import { UserError } from '../../protocol/userError';

/** @throws UserError in a workspace that is not trusted: nothing runs there */
export function requireTrust(): void {
  if (workspace.isTrusted) return;
  throw new UserError(
    l10n.t('Nothing is trained or installed in a folder that you do not trust.'),
    l10n.t('Trust it with the command Workspaces: Manage Workspace Trust.'),
  );
}
