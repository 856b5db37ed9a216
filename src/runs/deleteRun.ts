import { rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { isSessionAlive } from './liveness';
import { readRecord } from './runRecord';
import { WriteFailure } from './writeFailure';

/**
 * Deletes the folder of a run, damaged or not.
 * @throws UserError while the run is live
 */
export async function deleteRun(directory: string): Promise<void> {
  const record = await readRecord(directory).catch(() => undefined);
  if (record && (await isSessionAlive(record)))
    throw new UserError(l10n.t('{0} is being trained.', basename(directory)), l10n.t('Stop it first, then delete it.'));
  if (basename(dirname(directory)) !== 'runs') throw new Error(`${directory} is no run folder`);
  try {
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw WriteFailure.of(directory, error);
  }
}
