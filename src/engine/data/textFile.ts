import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError';

const LARGEST_BYTES = 2 ** 30;

/** The bytes of a text file; a UserError where it cannot be a UTF-8 text (missing, a folder, empty, UTF-16, binary). */
export async function readTextFile(path: string): Promise<{ path: string; bytes: Buffer }> {
  const absolute = resolve(path);
  const bytes = await readRegularFile(absolute);
  if (bytes.length === 0) throw isEmpty(absolute);
  const encoding = wideEncoding(bytes);
  if (encoding) throw isWide(absolute, encoding);
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw isBinary(absolute, nul);
  return { path: absolute, bytes };
}

async function readRegularFile(path: string): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw isFolder(path);
    if (!found.isFile()) throw isNoFile(path);
    if (found.size > LARGEST_BYTES) throw isTooLarge(path, found.size);
    return await readFile(path);
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(path, error);
  }
}

/** The name of a UTF-16 or UTF-32 byte order mark at the beginning. */
function wideEncoding(bytes: Buffer): string | undefined {
  const begins = (...mark: number[]) => mark.every((byte, i) => bytes[i] === byte);
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff)) return 'UTF-32';
  if (begins(0xff, 0xfe)) return 'UTF-16 LE';
  return begins(0xfe, 0xff) ? 'UTF-16 BE' : undefined;
}

/** How to turn a text into UTF-8. */
export const saveAsUtf8 = () =>
  l10n.t('Save it as UTF-8 (in VS Code: open it, click the encoding in the status bar, "Save with Encoding", UTF-8).');

const chooseAnother = () =>
  l10n.t(
    'Choose a plain text file; in an experiment its place is "path" under "data", relative to the experiment file.',
  );

function unreadable(path: string, error: unknown): UserError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UserError(
      l10n.t('There is no file {0}.', path),
      l10n.t(
        'Put the text there, or correct the path; in an experiment it is "path" under "data", relative to its file.',
      ),
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(
    l10n.t('{0} cannot be read: {1}.', path, reason),
    l10n.t('Check that the file may be read by you and try again.'),
  );
}

const isFolder = (path: string) => new UserError(l10n.t('{0} is a folder, not a text file.', path), chooseAnother());

const isNoFile = (path: string) => new UserError(l10n.t('{0} is not a regular file.', path), chooseAnother());

const isTooLarge = (path: string, size: number) =>
  new UserError(
    l10n.t('{0} has {1} MB; a text may have {2} MB.', path, Math.ceil(size / 2 ** 20), LARGEST_BYTES / 2 ** 20),
    l10n.t('Cut a part out of it and use that.'),
  );

const isEmpty = (path: string) =>
  new UserError(l10n.t('{0} is empty.', path), l10n.t('Put a text into it, or choose another file.'));

const isWide = (path: string, encoding: string) =>
  new UserError(l10n.t('{0} is encoded in {1}, not in UTF-8.', path, encoding), saveAsUtf8());

const isBinary = (path: string, offset: number) =>
  new UserError(l10n.t('{0} is not a text: it has a NUL byte at byte {1}.', path, offset), chooseAnother());
