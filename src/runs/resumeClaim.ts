import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { takesConnections } from './liveness';
import { errorCode, reported, WriteFailure } from './writeFailure';

const claimFile = 'resume.claim';

/**
 * Makes sure that only one session goes on with a run: the first one's claim stands while its socket listens.
 * @param socket of the session that goes on; it listens already
 * @returns takes the claim back, to be called once run.json names the new session
 * @throws UserError where another session goes on with it
 */
export async function claimRun(directory: string, socket: string): Promise<() => Promise<void>> {
  const path = join(directory, claimFile);
  if (!(await makeClaim(path, socket))) {
    const other = await readFile(path, 'utf8').catch(() => '');
    if (other !== '' && (await takesConnections(other))) throw isTaken(directory);
    await reported(path, () => rm(path, { force: true })); // whoever made it is gone
    if (!(await makeClaim(path, socket))) throw isTaken(directory);
  }
  return () => rm(path, { force: true }).catch(() => undefined); // once nobody listens it counts for nothing
}

async function makeClaim(path: string, socket: string): Promise<boolean> {
  try {
    await writeFile(path, socket, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw WriteFailure.of(path, error);
  }
}

const isTaken = (directory: string): UserError =>
  new UserError(
    l10n.t('Another session is going on with {0} at this moment.', basename(directory)),
    l10n.t('Open its training panel.'),
  );
