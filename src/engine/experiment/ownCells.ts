import { dirname, resolve } from 'node:path';
import type { Experiment } from '../../protocol/experiment';
import { readCell } from './readCell';

/** What a layer may have of a person's own cell. */
interface WrittenLayer {
  cell?: string;
  file?: string;
  source?: string | undefined;
}

/** Whether a layer names a cell that is still to be read. */
const isUnread = (layer: WrittenLayer): layer is WrittenLayer & { file: string } =>
  layer.cell === 'own' && layer.file !== undefined && layer.source === undefined;

/** The layer whose cell is the person's own that comes first; -1 without one. */
export const firstOwnLayer = ({ model }: Pick<Experiment, 'model'>): number =>
  model.layers.findIndex(({ cell }) => cell === 'own');

/**
 * An experiment with what the files of the person's own cells say: from then on it stands for itself. One that was
 * frozen for a run has them already.
 * @param path of the experiment file, beside which the files are found
 * @throws UserError where one cannot be read
 */
export async function withOwnCells<E extends { model: { layers: object[] } }>(path: string, experiment: E): Promise<E> {
  const folder = dirname(resolve(path));
  const layers = experiment.model.layers.map(async (layer) =>
    isUnread(layer) ? { ...layer, ...(await readCell(resolve(folder, layer.file))) } : layer,
  );
  return { ...experiment, model: { ...experiment.model, layers: await Promise.all(layers) } };
}

/** A model as it is written into a file: own cells by the names of their files alone. */
export const withoutSources = <M extends { layers: object[] }>(model: M): M => ({
  ...model,
  layers: model.layers.map((layer) =>
    Object.fromEntries(Object.entries(layer).filter(([field]) => field !== 'source' && field !== 'imports')),
  ),
});
