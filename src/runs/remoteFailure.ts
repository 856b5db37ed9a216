import * as l10n from '@vscode/l10n';
import { ResponseError } from 'vscode-jsonrpc/node';
import type { RemoteFailure } from '../protocol/rpc';
import { UserError } from '../protocol/userError';

/** A failure as it crosses to the process that asked. */
export function toRemote(error: unknown): ResponseError<RemoteFailure> {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof UserError ? error.remedy : undefined;
  return new ResponseError(1, message, { message, remedy });
}

/** The failure that crossed, as it was thrown over there; a lost connection becomes `lost`. */
export function fromRemote(error: unknown, lost: () => Error): Error {
  if (!(error instanceof ResponseError) || !isRemoteFailure(error.data)) return lost();
  const { message, remedy } = error.data;
  return remedy === undefined ? new Error(message) : new UserError(message, remedy);
}

function isRemoteFailure(data: unknown): data is RemoteFailure {
  return typeof (data as RemoteFailure | undefined)?.message === 'string';
}

/** What to tell a person who asked a session that is gone. */
export const sessionEnded = (): UserError =>
  new UserError(l10n.t('The session has ended.'), l10n.t('Resume the run to go on with it.'));
