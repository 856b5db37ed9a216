import { join } from 'node:path';
import { Uri, window } from 'vscode';
import { askInSteps, type Step } from '../input/askInSteps';
import { back } from '../input/place';
import type { Lab } from '../lab';
import { experimentPath } from '../lab/experimentName';
import { askCell } from './askCell';
import { askDataset } from './askDataset';
import { layerOptions } from './layerOptions';
import { type ChosenText, type NewExperiment } from './newExperiment';
import { askArchitecture, askLayers, askName, askOption, askUnits } from './questions';
import { draftFor, writeExperiment } from './writeExperiment';

/**
 * Asks for text, network, options and sizes, each with a way back, and shows what comes of them before it is written.
 * @param texts of the workspace
 * @param given the text, where it is known already
 * @returns the experiment file, and whether it is to be trained
 */
export async function guide(
  lab: Lab,
  title: string,
  texts: string[],
  given?: ChosenText,
): Promise<{ path: string; isToTrain: boolean }> {
  const { extensionPath, extensionUri } = lab.context;
  const first = given ? [] : [askDataset(texts, extensionPath)];
  const steps = ({ cell }: Partial<NewExperiment>): Step<NewExperiment>[] => [
    ...first,
    askArchitecture(extensionUri),
    ...(cell === 'own' ? [askCell] : []),
    ...(cell === undefined ? [] : layerOptions(cell).map(askOption)),
    askUnits,
    askLayers,
    askName,
    preview(lab),
  ];
  const answers = await askInSteps<NewExperiment>(title, steps, given ? { dataset: given } : {});
  const path = await writeExperiment(lab, answers);
  const { dataset, options, newCell } = answers;
  const cell = Uri.file(join(dataset.folder, String(options['file'])));
  if (newCell) await window.showTextDocument(cell, { preview: false, preserveFocus: true });
  await window.showTextDocument(Uri.file(path));
  return { path, isToTrain: answers.action === 'createAndTrain' };
}

/** The last step: a panel draws the network, with the way back. */
const preview =
  (lab: Lab): Step<NewExperiment> =>
  async (answers) => {
    const path = experimentPath(answers.dataset!.folder, answers.name!);
    const decision = await lab.previews.askAbout(path, await draftFor(lab, answers));
    return decision === 'back' ? back : decision && { action: decision };
  };
