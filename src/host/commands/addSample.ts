import { CancellationError, commands, l10n, Uri, window, workspace } from 'vscode';
import { UserError } from '../../protocol/userError';
import { sampleNames, addSample as writeSample, type SampleName } from '../../runs/samples';
import type { Lab } from '../lab';
import type { CommandHandler } from './commandIds';

/** Writes a text with a ready experiment into the workspace, never over other files, and opens the experiment. */
export const addSample =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const name = sampleNames.find((each) => each === target) ?? (await pickSample());
    const path = await writeSample(name, lab.context.extensionPath, await pickFolder());
    lab.log.info(`Sample: ${path}`);
    lab.experiments.files.add(path);
    await lab.datasets.files.refresh();
    await commands.executeCommand('unroll.experiments.focus');
    await window.showTextDocument(Uri.file(path));
  };

/** Name and description of each sample. */
export const sampleWords: Record<SampleName, [label: string, detail: string]> = {
  'four-letters': [l10n.t('Four Letters'), l10n.t('C, E, F, T. Learned in under 30 seconds.')],
  'moby-dick': [l10n.t('Moby Dick'), l10n.t('A whole book, 1.2 MB.')],
};

async function pickSample(): Promise<SampleName> {
  const names = Object.keys(sampleWords) as SampleName[];
  const choices = names.map((name) => ({ label: sampleWords[name][0], detail: sampleWords[name][1], name }));
  const picked = await window.showQuickPick(choices, { title: l10n.t('Add Sample') });
  if (!picked) throw new CancellationError();
  return picked.name;
}

/** The workspace's only folder, or the one that the person picks. */
async function pickFolder(): Promise<string> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0]!.uri.fsPath;
  if (folders.length === 0)
    throw new UserError(l10n.t('No folder is open.'), l10n.t('Open the folder that the sample is to lie in.'));
  const picked = await window.showWorkspaceFolderPick({ placeHolder: l10n.t('Into which folder?') });
  if (!picked) throw new CancellationError();
  return picked.uri.fsPath;
}
