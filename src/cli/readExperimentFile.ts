import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';

/** The text of an experiment file. @throws UserError where it cannot be read */
export async function readExperimentFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const message =
      code === 'ENOENT'
        ? l10n.t('There is no file {0}.', path)
        : code === 'EISDIR'
          ? l10n.t('{0} is a folder, not an experiment file.', path)
          : l10n.t('{0} cannot be read: {1}.', path, code ?? String(error));
    throw new UserError(message, l10n.t('Give the path of an experiment file, NAME.unroll.json.'));
  }
}
