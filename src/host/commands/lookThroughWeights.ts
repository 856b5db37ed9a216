import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CancellationError, l10n, Uri, window } from 'vscode';
import { UserError } from '../../protocol/userError';
import type { Lab } from '../lab';
import { experimentName, isExperimentFile } from '../lab/experimentName';
import type { CommandHandler } from './commandIds';
import { openLens } from './lookThrough';

/** Looks through weights that were trained elsewhere; the experiment beside them says what model they are of. */
export const lookThroughWeights =
  (lab: Lab): CommandHandler =>
  async (target, given) => {
    const weightsPath = target instanceof Uri ? target.fsPath : await pickWeights();
    const experimentPath = typeof given === 'string' ? given : await experimentBeside(weightsPath);
    await openLens(lab, { experimentPath, weightsPath }, basename(weightsPath));
  };

async function pickWeights(): Promise<string> {
  const picked = await window.showOpenDialog({
    title: l10n.t('Look Through Weights'),
    filters: { [l10n.t('Weights')]: ['safetensors'] },
  });
  if (!picked?.[0]) throw new CancellationError();
  return picked[0].fsPath;
}

/** The experiment in the folder of the weights: the one of the same name, the only one, or the one that is picked. */
async function experimentBeside(weightsPath: string): Promise<string> {
  const folder = dirname(weightsPath);
  const files = (await readdir(folder).catch(() => [])).filter(isExperimentFile);
  const own = files.find((file) => experimentName(file) === basename(weightsPath, '.safetensors'));
  const only = own ?? (files.length === 1 ? files[0] : undefined);
  if (only !== undefined) return join(folder, only);
  if (files.length === 0) throw noExperiment(folder);
  const picked = await window.showQuickPick(files, { placeHolder: l10n.t('Which experiment are the weights of?') });
  if (picked === undefined) throw new CancellationError();
  return join(folder, picked);
}

const noExperiment = (folder: string): UserError =>
  new UserError(
    l10n.t('There is no experiment beside the weights, in {0}.', folder),
    l10n.t('Put the experiment (*.unroll.json) of their model there.'),
  );
