import type { Problem } from '../../protocol/problem';
import { previewSymbols, type NetworkPreview } from '../../protocol/preview';
import type { readDataset } from '../tasks/languageModel/dataset';
import { initialText } from '../cells/initialValues';
import { ownCellWords } from './ownCellWords';
import { openExperiment, stepsOf, type OpenedExperiment } from './checkExperiment';
import { estimate } from './estimate';
import { parametersOf } from '../weights/parameters';

/** What the network of an experiment file amounts to, or what is wrong with the file; parameters as `checkExperiment`. */
export async function previewExperiment(
  path: string,
  text: string,
  read: typeof readDataset,
): Promise<{ problems: Problem[]; preview?: NetworkPreview }> {
  const { problems, opened } = await openExperiment(path, text, read);
  return opened ? { problems, preview: previewOf(opened) } : { problems };
}

function previewOf({ experiment, dataset }: OpenedExperiment): NetworkPreview {
  const vocabulary = dataset.vocabulary.size;
  const { parameters, weightBytes, windowBytes } = estimate(experiment, vocabulary);
  return {
    experiment,
    vocabulary,
    parameters: parametersOf(experiment.model, vocabulary).map(({ name, shape, size, initial }) =>
      initial === undefined ? { name, shape, size } : { name, shape, size, begins: initialText(initial) },
    ),
    ownCells: ownCellWords(experiment.model.layers),
    parameterCount: parameters,
    memory: { weightBytes, windowBytes },
    ...stepsOf(experiment, dataset),
    symbols: [...dataset.training.subarray(0, previewSymbols)].map((id) => dataset.vocabulary.symbols[id] ?? ''),
  };
}
