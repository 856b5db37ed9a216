import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { decodeUtf8 } from '../../files/decodeUtf8';
import { readFileBytes } from '../../files/readFileBytes';
import { checkTextBytes } from '../../files/textBytes';
import { UserError } from '../../protocol/userError';
import { visibleText } from '../../protocol/visibleText';

const LARGEST_BYTES = 2 ** 30;

/** A text to learn or to look at. */
export interface Text {
  /** Absolute. */
  path: string;
  bytes: Buffer;
  points: Int32Array;
}

/** The code points of a text file. @throws UserError where it is missing, empty, or no UTF-8 text */
export async function readText(path: string): Promise<Text> {
  const absolute = resolve(path);
  const bytes = await readFileBytes(absolute, { most: LARGEST_BYTES, remedy: chooseAnother() });
  if (bytes.length === 0) throw isEmpty(absolute);
  checkTextBytes(bytes, absolute);
  const points = decodeUtf8(bytes, absolute);
  if (points.length === 0) throw isEmpty(absolute); // a byte order mark alone
  return { path: absolute, bytes, points };
}

const chooseAnother = () =>
  l10n.t(
    'Choose a plain text file; in an experiment its place is "path" under "data", relative to the experiment file.',
  );

const isEmpty = (path: string) =>
  new UserError(l10n.t('{0} is empty.', visibleText(path)), l10n.t('Put a text into it, or choose another file.'));
