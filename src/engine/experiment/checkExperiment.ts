import type { Experiment } from '../../protocol/experiment';
import type { ExperimentReport } from '../../protocol/inspector';
import type { Problem } from '../../protocol/problem';
import { parseExperiment } from '../../protocol/parseExperiment';
import { UserError } from '../../protocol/userError';
import { baselines } from '../tasks/languageModel/baselines';
import { checkValidationFits } from '../tasks/languageModel/checkValidationFits';
import { checkDatasetFits, datasetPath, readDataset, type Dataset } from '../tasks/languageModel/dataset';
import { WindowCursor } from '../tasks/languageModel/windowCursor';
import { mayRunOwnCells } from '../cells/own/allowOwnCells';
import { checkMemory, estimate } from './estimate';
import { firstOwnLayer, withOwnCells } from './ownCells';
import { parametersOf } from '../weights/parameters';

/** An experiment with its data, of which it is known that they can be trained. */
export interface OpenedExperiment {
  experiment: Experiment;
  dataset: Dataset;
}

/**
 * Everything that is wrong with an experiment file, and what it amounts to where nothing is.
 * @param path of the experiment file, whose text is found beside it
 * @param text the file as edited
 * @param read reads the text; one that remembers spares reading it again at every edit
 */
export async function checkExperiment(
  path: string,
  text: string,
  read: typeof readDataset = readDataset,
): Promise<{ problems: Problem[]; report?: ExperimentReport }> {
  const { problems, opened } = await openExperiment(path, text, read);
  return opened ? { problems, report: reportOf(opened.experiment, opened.dataset) } : { problems };
}

/** An experiment with its data, or everything that is wrong with it; parameters as above. */
export async function openExperiment(
  path: string,
  text: string,
  read: typeof readDataset = readDataset,
): Promise<{ problems: Problem[]; opened?: OpenedExperiment }> {
  const { experiment: written, mended, problems } = parseExperiment(text);
  if (!written)
    return { problems: [...problems, ...(mended ? await problemsOfFiles(path, mended, problems, read) : [])] };
  const own = firstOwnLayer(written);
  const ofCell = ['model', 'layers', own, 'file'];
  const [experiment, dataset] = [await readCells(path, written), await readData(path, written, read)];
  if (isProblem(experiment) || isProblem(dataset)) return { problems: [experiment, dataset].filter(isProblem) };
  if (own >= 0 && !mayRunOwnCells()) return { problems: [] }; // its sizes are not known without running it
  const cell = await problemAt(ofCell, () => parametersOf(experiment.model, dataset.vocabulary.size));
  if (isProblem(cell)) return { problems: [cell] };
  const found = [
    await problemAt(['training', 'window'], () => checkDatasetFits(dataset, experiment.training)),
    await problemAt(['data', 'split'], () => checkValidationFits(dataset, experiment.training)),
    await problemAt(['model', 'layers', widestLayer(experiment), 'units'], () =>
      checkMemory(experiment, dataset.vocabulary.size),
    ),
  ].filter(isProblem);
  return found.length > 0 ? { problems: found } : { problems: [], opened: { experiment, dataset } };
}

/** An experiment with what its own cells say, or the problem of the first file that cannot be read. */
const readCells = (path: string, experiment: Experiment) =>
  problemAt(['model', 'layers', firstOwnLayer(experiment), 'file'], () => withOwnCells(path, experiment));

/** The text of an experiment, or its problem. */
const readData = (path: string, { data }: Experiment, read: typeof readDataset) =>
  problemAt(['data', 'path'], () => read(datasetPath(path, data), data));

/** What is wrong with the files that an experiment names, beside the mistakes in what it says of them. */
async function problemsOfFiles(
  path: string,
  mended: Experiment,
  told: Problem[],
  read: typeof readDataset,
): Promise<Problem[]> {
  const found = [await readCells(path, mended), await readData(path, mended, read)].filter(isProblem);
  const changed = told.flatMap(({ path: of, mend }) => (mend ? [of, mend.path] : [of]));
  const isTold = (problem: Problem) => changed.some((of) => of.every((key, at) => key === problem.path[at]));
  return found.filter((problem) => !isTold(problem));
}

function widestLayer({ model }: Experiment): number {
  const units = model.layers.map((layer) => layer.units);
  return units.indexOf(Math.max(...units));
}

/** The result, or the problem of a place of the file. */
async function problemAt<T>(path: Problem['path'], check: () => T | Promise<T>): Promise<T | Problem> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { path, message: error.message, remedy: error.remedy };
  }
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'remedy' in value;

function reportOf(experiment: Experiment, dataset: Dataset): ExperimentReport {
  const { parameters, memoryBytes } = estimate(experiment, dataset.vocabulary.size);
  return {
    parameters,
    memoryBytes,
    ...stepsOf(experiment, dataset),
    vocabulary: dataset.vocabulary.size,
    baselines: baselines(dataset, experiment.training.validationSymbols),
    ...(dataset.note !== undefined && { note: dataset.note }),
  };
}

/** Steps of an epoch, and of the whole training. */
export function stepsOf(
  { training }: Experiment,
  dataset: Dataset,
): Pick<ExperimentReport, 'stepsPerEpoch' | 'totalSteps'> {
  const stepsPerEpoch = new WindowCursor(dataset.training, training).windowsPerEpoch;
  const { epochs, steps = Infinity } = training;
  return { stepsPerEpoch, totalSteps: Math.min(steps, epochs * stepsPerEpoch) };
}
