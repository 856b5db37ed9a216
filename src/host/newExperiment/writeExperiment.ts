import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exampleCell, writeNewCell } from '../../runs/ownCellFiles';
import { addSampleText } from '../../runs/samples';
import { reported } from '../../runs/writeFailure';
import type { Lab } from '../lab';
import { experimentPath } from '../lab/experimentName';
import { asNamedFrom } from './cellFiles';
import { experimentText, usualSizes } from './experimentText';
import { fittingTraining } from './fittingTraining';
import { layersOf, type NewExperiment } from './newExperiment';

/** Writes a new experiment into its folder, and a sample's text or a new cell beside it. @returns its path */
export async function writeExperiment(lab: Lab, answers: NewExperiment): Promise<string> {
  const { dataset, name, options, newCell } = answers;
  const { folder, sample } = dataset;
  const textPath = sample ? await addSampleText(sample, lab.context.extensionPath, folder) : dataset.path;
  if (newCell) await writeNewCell(join(folder, String(options['file'])), lab.context.extensionPath);
  const path = experimentPath(folder, name);
  const text = await textFor(lab, answers, textPath);
  await reported(path, () => writeFile(path, text, { flag: 'wx' }));
  lab.experiments.files.add(path);
  if (sample) await lab.datasets.files.refresh();
  return path;
}

/**
 * The text of a new experiment. On a short text, with sizes that fit into it; a text that cannot be read is dealt with
 * where it is shown and trained.
 * @param textPath where the text lies
 */
async function textFor(lab: Lab, answers: Partial<NewExperiment>, textPath: string): Promise<string> {
  const data = await lab.inspector.call('describeData', { path: textPath }).catch(() => undefined);
  return experimentText({
    dataPath: asNamedFrom(answers.dataset!.folder, textPath),
    layers: layersOf(answers),
    training: data && fittingTraining(data.symbols, usualSizes),
  });
}

/** The text as it is shown before anything is written: a new cell stands in it, not beside it. */
export async function draftFor(lab: Lab, answers: Partial<NewExperiment>): Promise<string> {
  const source = answers.newCell ? await exampleCell(lab.context.extensionPath) : undefined;
  const options = source === undefined ? answers.options : { ...answers.options, source };
  return textFor(lab, { ...answers, ...(options ? { options } : {}) }, answers.dataset!.path);
}
