import { writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { l10n, Uri, window } from 'vscode';
import { UserError } from '../../protocol/userError';
import { askInSteps } from '../input/askInSteps';
import type { Lab } from '../lab';
import { experimentPath } from '../lab/experimentName';
import { askCell, askDataset, askLayers, askName, askUnits, type NewExperiment } from '../newExperiment/questions';
import { fittingTraining } from '../newExperiment/fittingTraining';
import type { CommandHandler } from './commandIds';

/** Asks for text, cell, sizes and name, writes `NAME.unroll.json` beside the text and opens it. */
export const newExperiment =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const given = datasetOf(target);
    const questions = [askCell, askUnits, askLayers, askName];
    const answers = given
      ? await askInSteps<NewExperiment>(title(), questions, { dataset: given })
      : await askInSteps<NewExperiment>(title(), [askDataset(await textsOf(lab)), ...questions]);
    const path = experimentPath(dirname(answers.dataset), answers.name);
    await writeFile(path, await textOf(lab, answers), { flag: 'wx' });
    lab.experiments.files.add(path);
    await window.showTextDocument(Uri.file(path));
  };

const title = (): string => l10n.t('New Experiment');

/** The text that the command was started on: a row of the datasets, or a file of the explorer. */
function datasetOf(target: unknown): string | undefined {
  if (target instanceof Uri) return target.fsPath;
  return (target as { path?: string } | undefined)?.path;
}

async function textsOf(lab: Lab): Promise<string[]> {
  await lab.datasets.files.ready;
  const paths = lab.datasets.files.all();
  if (paths.length > 0) return paths;
  throw new UserError(
    l10n.t('There is no text (*.txt) in this workspace.'),
    l10n.t('Put one into its folder, or add a sample with the command Unroll: Add Sample.'),
  );
}

/** On a short text, with sizes that fit into it; a text that cannot be read is dealt with when it is trained. */
async function textOf(lab: Lab, { dataset, ...answers }: NewExperiment): Promise<string> {
  const { experimentText, usualSizes } = await import('../newExperiment/experimentText');
  const data = await lab.inspector.call('describeData', { path: dataset }).catch(() => undefined);
  const training = data && fittingTraining(data.symbols, usualSizes);
  return experimentText({ ...answers, dataPath: basename(dataset), training });
}
