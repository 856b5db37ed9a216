import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { otherEncoding } from './otherEncoding';
import { visibleText } from '../protocol/visibleText';

/** Checks that bytes can be a UTF-8 text. @throws UserError where they are UTF-16, UTF-32 or binary */
export function checkTextBytes(bytes: Uint8Array, path: string): void {
  const encoding = otherEncoding(bytes);
  if (encoding)
    throw new UserError(l10n.t('{0} is encoded in {1}, not in UTF-8.', visibleText(path), encoding), saveAsUtf8());
  const nul = bytes.indexOf(0);
  if (nul >= 0)
    throw new UserError(
      l10n.t('{0} is not a text: it has a NUL byte at byte {1}.', visibleText(path), nul),
      l10n.t('Choose a plain text file.'),
    );
}

/** How to turn a text into UTF-8. */
export const saveAsUtf8 = () =>
  l10n.t('Save it as UTF-8 (in VS Code: open it, click the encoding in the status bar, "Save with Encoding", UTF-8).');
