import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { takesConnections } from './liveness';
import { errorCode, reported } from './writeFailure';

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
    await removeClaim(path, other);
    if (!(await makeClaim(path, socket))) throw isTaken(directory);
  }
  return () => discard(path); // once nobody listens it counts for nothing
}

/** Makes the claim whole or not at all: nobody may read one that does not name its owner yet. */
async function makeClaim(path: string, socket: string): Promise<boolean> {
  const own = `${path}.${process.pid}-${++claims}.tmp`;
  try {
    return await reported(path, async () => {
      await writeFile(own, socket);
      return linked(own, path, socket);
    });
  } finally {
    await discard(own);
  }
}

let claims = 0;

async function linked(own: string, path: string, socket: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    return writeFile(path, socket, { flag: 'wx' }).then(() => true, isThere); // a file system without links
  }
}

function isThere(error: unknown): false {
  if (errorCode(error) === 'EEXIST') return false;
  throw error;
}

/** Takes away the claim of who is gone; where another has made one meanwhile, that one stays. */
async function removeClaim(path: string, gone: string): Promise<void> {
  const aside = `${path}.${process.pid}-${++claims}.tmp`;
  try {
    await rename(path, aside);
  } catch {
    return; // another has done so
  }
  if ((await readFile(aside, 'utf8').catch(() => gone)) !== gone) await link(aside, path).catch(() => undefined);
  await discard(aside);
}

/** Nobody reads it, so a disk that keeps it does no harm. */
const discard = (path: string): Promise<void> => rm(path, { force: true }).catch(() => undefined);

const isTaken = (directory: string): UserError =>
  new UserError(
    l10n.t('Another session is going on with {0} at this moment.', basename(directory)),
    l10n.t('Open its training panel.'),
  );
