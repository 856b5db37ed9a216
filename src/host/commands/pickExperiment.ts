import { CancellationError, l10n, window, workspace } from 'vscode';
import { UserError } from '../../protocol/userError';
import type { Lab } from '../lab';
import { experimentPathOf } from './pickRun';
import { plainLabel } from '../plainText';

/**
 * The experiment file that a command is for: the one it was started with, the one being edited, the only one, or the
 * one that the person picks.
 * @throws CancellationError where nothing is picked
 */
export async function pickExperiment(lab: Lab, target: unknown): Promise<string> {
  const given = experimentPathOf(target);
  if (given !== undefined) return given;
  await lab.experiments.ready;
  const experiments = lab.experiments.all().filter((experiment) => experiment.hasFile);
  if (experiments.length === 0) throw noExperiment();
  if (experiments.length === 1) return experiments[0]!.path;
  const items = experiments.map(async ({ name, path }) => ({
    label: plainLabel(name),
    description: await lab.summaries.of(path),
    detail: plainLabel(workspace.asRelativePath(path)),
    path,
  }));
  const picked = await window.showQuickPick(Promise.all(items), {
    placeHolder: l10n.t('Which experiment?'),
    matchOnDetail: true,
  });
  if (!picked) throw new CancellationError();
  return picked.path;
}

const noExperiment = (): UserError =>
  new UserError(
    l10n.t('There is no experiment in this workspace.'),
    l10n.t('Make one with the command Unroll: New Experiment, or add a sample.'),
  );
