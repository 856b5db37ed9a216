import * as vscode from 'vscode';
import { UserError } from '../protocol/userError';

/** Something that a person can do about a failure: the title of a button and what it does. */
export type Action = [title: string, run: () => unknown];

/** Shows a failure as a notification with what can be done about it; the log gets it too, a bug with its stack. */
export async function showFailure(error: unknown, log: vscode.LogOutputChannel, ...actions: Action[]): Promise<void> {
  if (error instanceof vscode.CancellationError) return;
  log.error(error instanceof Error && !(error instanceof UserError) ? error : textOf(error));
  const all: Action[] = [...actions, [vscode.l10n.t('Show Log'), () => log.show()]];
  const chosen = await vscode.window.showErrorMessage(textOf(error), ...all.map(([title]) => title));
  await all.find(([title]) => title === chosen)?.[1]();
}

function textOf(error: unknown): string {
  if (error instanceof UserError) return error.text;
  return vscode.l10n.t('Unroll failed: {0}', error instanceof Error ? error.message : String(error));
}
