import { l10n, Uri, window, workspace } from 'vscode';
import { readTextFile } from '../../files/readTextFile';
import type { Problem } from '../../protocol/problem';
import { UserError } from '../../protocol/userError';
import { problemRange } from '../editors/problemRange';
import type { Lab } from '../lab';
import { experimentName } from '../lab/experimentName';
import { showFailure, type Action } from '../showFailure';
import type { CommandHandler } from './commandIds';
import { pickExperiment } from './pickExperiment';
import { startSession } from './startSession';

/** Trains an experiment: saves it, checks it, starts a session and opens its panel. */
export const train =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const path = await pickExperiment(lab, target);
    await saveEdits(path);
    const [problem] = await problemsOf(path);
    if (problem) return showProblem(lab, path, problem);
    try {
      await startSession(lab, l10n.t('Starting {0}', experimentName(path)), { experimentPath: path });
    } catch (error) {
      await showFailure(error, lab.log, openFile(path));
    }
  };

/** What is on disk is trained; edits that are not saved would be left out without a word. */
async function saveEdits(path: string): Promise<void> {
  const open = workspace.textDocuments.find((document) => document.uri.fsPath === path && document.isDirty);
  if (open && !(await open.save()))
    throw new UserError(l10n.t('{0} could not be saved.', path), l10n.t('Save it, then train again.'));
}

async function problemsOf(path: string): Promise<Problem[]> {
  const { parseExperiment } = await import('../../protocol/parseExperiment');
  const remedy = l10n.t('Make it with the command Unroll: New Experiment.');
  const text = await readTextFile(path, { missing: l10n.t('{0} is not there.', path), remedy });
  return parseExperiment(text).problems;
}

function showProblem(lab: Lab, path: string, problem: Problem): Promise<void> {
  const error = new UserError(`${experimentName(path)}: ${problem.message}`, problem.remedy);
  return showFailure(error, lab.log, openFile(path, problem));
}

const openFile = (path: string, problem?: Problem): Action => [
  l10n.t('Open File'),
  async () => {
    const document = await workspace.openTextDocument(Uri.file(path));
    const selection = problem && (await problemRange(document, problem));
    await window.showTextDocument(document, { selection });
  },
];
