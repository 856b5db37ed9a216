import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { takesConnections } from './liveness';
import { errorCode, reasonOf } from './writeFailure';

/** Systems cut the path of a socket off after 104 to 108 bytes. */
const longestPath = 100;

/**
 * A new name for a session's socket: a pipe on Windows, elsewhere a file in a folder that only this user can open.
 * The folder is under the temporary one because $XDG_RUNTIME_DIR vanishes when a person logs out, and sessions go on.
 */
export async function newSocketPath(): Promise<string> {
  const name = randomBytes(8).toString('hex');
  if (process.platform === 'win32') return `\\\\.\\pipe\\unroll-${name}`;
  const folder = socketFolder();
  await makePrivate(folder);
  return join(folder, `${name}.sock`);
}

function socketFolder(): string {
  const name = `unroll-${userInfo().uid}`;
  const folder = join(tmpdir(), name);
  return Buffer.byteLength(folder) + '/0123456789abcdef.sock'.length <= longestPath ? folder : join('/tmp', name);
}

/** Makes sure that a folder is there, is this user's, and is closed to everyone else. */
export async function makePrivate(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw cannotMake(folder, error);
  });
  const found = await lstat(folder);
  if (!found.isDirectory()) throw notPrivate(folder, l10n.t('it is not a folder'));
  if (found.uid !== userInfo().uid) throw notPrivate(folder, l10n.t('it belongs to another user'));
  if ((found.mode & 0o077) !== 0) await chmod(folder, 0o700);
}

/** The failure for what the system threw when a socket, or its folder, was made. */
export function cannotMake(folder: string, error: unknown): UserError {
  const code = errorCode(error);
  return notPrivate(folder, code === undefined ? String(error) : reasonOf(code));
}

const notPrivate = (folder: string, reason: string): UserError =>
  new UserError(
    l10n.t('The session cannot make its socket in {0}: {1}.', folder, reason),
    l10n.t('Remove that folder, or set the environment variable TMPDIR to a folder of your own.'),
  );

/** Removes sockets that killed sessions left behind. */
export async function removeStaleSockets(folder = socketFolder()): Promise<void> {
  if (process.platform === 'win32') return; // pipes vanish with their process
  for (const name of await readdir(folder).catch(() => []))
    if (/^[0-9a-f]{16}\.sock$/.test(name)) await removeIfStale(join(folder, name));
}

/** One of the last minute may be on its way to listening. */
async function removeIfStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (!found || Date.now() - found.mtimeMs < 60_000 || (await takesConnections(path))) return;
  await rm(path, { force: true }).catch(() => undefined);
}
