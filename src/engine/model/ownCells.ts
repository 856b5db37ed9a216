import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../protocol/experiment';
import { UserError } from '../../protocol/userError';

/** The layer whose cell is the person's own that comes first; -1 without one. */
export const firstOwnLayer = ({ model }: Pick<Experiment, 'model'>): number =>
  model.layers.findIndex(({ cell }) => cell === 'own');

/**
 * An experiment with what the files of the person's own cells say: from then on it stands for itself. One that was
 * frozen for a run has them already.
 * @param path of the experiment file, beside which the files are found
 * @throws UserError where one cannot be read
 */
export async function withOwnCells<E extends Pick<Experiment, 'model'>>(path: string, experiment: E): Promise<E> {
  const folder = dirname(resolve(path));
  const layers = experiment.model.layers.map(async (layer) =>
    layer.cell === 'own' ? { ...layer, source: layer.source ?? (await readCell(resolve(folder, layer.file))) } : layer,
  );
  return { ...experiment, model: { ...experiment.model, layers: await Promise.all(layers) } };
}

/** What the file of a cell says. @throws UserError where it cannot be read */
export async function readCell(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      code === 'ENOENT'
        ? l10n.t('There is no cell {0}.', path)
        : l10n.t('The cell {0} cannot be read: {1}.', basename(path), code ?? String(error)),
      l10n.t('Name a TypeScript file beside the experiment; "New Cell" writes an example.'),
    );
  }
}
