import { dirname, resolve } from 'node:path';
import type { Experiment } from '../../protocol/experiment';
import { readCell } from './readCell';

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
    layer.cell === 'own' && layer.source === undefined
      ? { ...layer, ...(await readCell(resolve(folder, layer.file))) }
      : layer,
  );
  return { ...experiment, model: { ...experiment.model, layers: await Promise.all(layers) } };
}
