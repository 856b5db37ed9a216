import { commands, l10n, ProgressLocation, window, workspace } from 'vscode';
import { UserError } from '../../protocol/userError';
import { readFrozenExperiment } from '../../runs/runFolder';
import type { Lab } from '../lab';
import { canSample } from '../lab/runAbilities';
import { sampleFrom } from '../lab/sampleFrom';
import { fullRunName } from '../runWords';
import { askSample } from './askSample';
import type { CommandHandler } from './commandIds';
import { pickRun } from './pickRun';
import { plainLabel, plainMessage } from '../plainText';

/** Lets a run write a text: a live one from the weights of this moment, another from a checkpoint. */
export const sampleText =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const run = await pickRun(lab, target, {
      placeholder: l10n.t('Which run is to write?'),
      isFitting: canSample,
      none: new UserError(l10n.t('No run can write yet.'), l10n.t('Train an experiment until its first checkpoint.')),
    });
    const { training } = await readFrozenExperiment(run.directory);
    const request = await askSample(fullRunName(run), training);
    const title = l10n.t('Sampling from {0}', plainLabel(fullRunName(run)));
    const { text, passedOver } = await window.withProgress({ location: ProgressLocation.Window, title }, () =>
      sampleFrom(lab, run, request, checkpointOf(target)),
    );
    if (passedOver) void window.showWarningMessage(plainMessage(passedOver));
    await showText(`${request.prime ?? ''}${text}\n`);
  };

/** The checkpoint whose row the command was started on. */
const checkpointOf = (target: unknown): string | undefined =>
  (target as { checkpoint?: { file: string } } | undefined)?.checkpoint?.file;

/** A text of its own in the editor, with long lines wrapped: networks write paragraphs. */
async function showText(content: string): Promise<void> {
  const document = await workspace.openTextDocument({ content, language: 'plaintext' });
  await window.showTextDocument(document);
  const isWrapped = workspace.getConfiguration('editor', document).get('wordWrap') !== 'off';
  if (!isWrapped) await commands.executeCommand('editor.action.toggleWordWrap');
}
