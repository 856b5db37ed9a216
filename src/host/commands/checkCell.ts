import type { CancellationToken } from 'vscode';
import { CancellationError, l10n, ProgressLocation, window, workspace } from 'vscode';
import { cellCheckWords } from '../../protocol/cellCheckWords';
import type { CellCheck } from '../../protocol/inspector';
import { UserError } from '../../protocol/userError';
import type { Lab } from '../lab';
import type { CommandHandler } from './commandIds';
import { plainMessage } from '../plainText';

/** Compares the gradients of the cell in the active editor, or in a file, with finite differences, in the inspector. */
export const checkCell =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const path = await cellPath(target);
    const found = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: plainMessage(l10n.t('Checking {0}', workspace.asRelativePath(path))),
        cancellable: true,
      },
      (_progress, token) => check(lab, path, token),
    );
    const { verdict, lines } = cellCheckWords(found);
    const isRight = found.parameters.every((each) => each.isRight);
    lab.log[isRight ? 'info' : 'warn']([path, ...lines, verdict].join('\n'));
    const show = l10n.t('Show Each Parameter');
    const chosen = isRight
      ? await window.showInformationMessage(plainMessage(verdict), show)
      : await window.showWarningMessage(plainMessage(verdict), show);
    if (chosen === show) lab.log.show(true);
  };

/** A cell that loops for ever hears nothing: cancelling ends the process that runs it. */
async function check(lab: Lab, path: string, token: CancellationToken): Promise<CellCheck> {
  const cancelled = token.onCancellationRequested(() => lab.inspector.restart());
  try {
    return await lab.inspector.call('checkCell', { path });
  } catch (error) {
    throw token.isCancellationRequested ? new CancellationError() : error;
  } finally {
    cancelled.dispose();
  }
}

async function cellPath(target: unknown): Promise<string> {
  if (typeof target === 'string') return target;
  const active = window.activeTextEditor?.document;
  if (active?.languageId === 'typescript' && !active.isUntitled) {
    if (active.isDirty && !(await active.save())) throw new CancellationError();
    return active.uri.fsPath;
  }
  throw new UserError(
    l10n.t('No cell is open.'),
    l10n.t('Open the TypeScript file of your cell; "New Cell" writes an example.'),
  );
}
