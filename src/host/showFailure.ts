import type { LogOutputChannel } from 'vscode';
import { CancellationError, l10n, window } from 'vscode';
import { UserError } from '../protocol/userError';
import { plainMessage } from './plainText';

/** Something that a person can do about a failure: the title of a button and what it does. */
export type Action = [title: string, run: () => unknown];

/** Shows a failure as a notification with what can be done about it; the log gets it too, a bug with its stack. */
export async function showFailure(error: unknown, log: LogOutputChannel, ...actions: Action[]): Promise<void> {
  if (error instanceof CancellationError) return;
  log.error(error instanceof Error && !(error instanceof UserError) ? error : textOf(error));
  const all: Action[] = [...actions, [l10n.t('Show Log'), () => log.show()]];
  const chosen = await window.showErrorMessage(plainMessage(textOf(error)), ...all.map(([title]) => title));
  await all.find(([title]) => title === chosen)?.[1]();
}

function textOf(error: unknown): string {
  if (error instanceof UserError) return error.text;
  return l10n.t('Unroll failed: {0}', error instanceof Error ? error.message : String(error));
}
