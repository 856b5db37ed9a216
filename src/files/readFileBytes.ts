import { readFile, stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { visibleText } from '../protocol/visibleText';
import { pathHint } from './pathHint';

/** What a reader of a file says of it where it cannot be read. */
export interface Reading {
  /** Bytes that it may have. */
  most: number;
  /** What to do where it is not there, as full sentences. */
  remedy: string;
  /** What is said where it is not there; without it, that there is no such file, and which may be meant. */
  missing?: string;
}

/**
 * The bytes of a file.
 * @throws UserError where it is missing, is none (a folder, a pipe), is too large, or may not be read
 */
export const readFileBytes = (path: string, reading: Reading): Promise<Buffer> =>
  ofFile(path, reading, () => readFile(path));

/**
 * What is read of a file, after it was seen that there is one.
 * @param read is told its size in bytes
 * @throws UserError as above
 */
export async function ofFile<T>(path: string, reading: Reading, read: (size: number) => Promise<T>): Promise<T> {
  const { most, remedy } = reading;
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw refusal(l10n.t('{0} is a folder, not a file.', visibleText(path)), remedy);
    if (!found.isFile()) throw refusal(l10n.t('{0} is not a regular file.', visibleText(path)), remedy);
    if (found.size > most) throw isTooLarge(path, found.size, most);
    return await read(found.size);
  } catch (error) {
    if (error instanceof UserError || typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    throw await unreadable(path, error, reading);
  }
}

const refusal = (message: string, remedy: string) => new UserError(message, remedy);

const isTooLarge = (path: string, size: number, most: number) =>
  new UserError(
    l10n.t('{0} has {1} MB; it may have {2} MB.', visibleText(path), inMegabytes(size), inMegabytes(most)),
    l10n.t('Choose another file, or cut a part out of this one and use that.'),
  );

const inMegabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);

/** The failure for what the file system threw when a file was to be read. */
async function unreadable(path: string, error: unknown, { remedy, missing }: Reading): Promise<UserError> {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (['ENOENT', 'ENOTDIR', 'ERR_INVALID_ARG_VALUE'].includes(code)) {
    if (missing !== undefined) return new UserError(missing, remedy);
    const hint = await pathHint(path);
    return new UserError(l10n.t('There is no file {0}.', visibleText(path)), hint ? `${hint} ${remedy}` : remedy);
  }
  return new UserError(
    l10n.t('{0} cannot be read: {1}.', visibleText(path), reason(code)),
    l10n.t('Check that the file may be read by you and try again.'),
  );
}

function reason(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return l10n.t('this user may not read it');
    case 'EIO':
      return l10n.t('the disk reports a fault');
    case 'ELOOP':
      return l10n.t('it is a link that leads back to itself');
    case 'ENAMETOOLONG':
      return l10n.t('its name is too long');
    case 'EMFILE':
    case 'ENFILE':
      return l10n.t('too many files are open');
    default:
      return l10n.t('the system says {0}', code);
  }
}
