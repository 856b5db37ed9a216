import * as vscode from 'vscode';
import { isLive } from '../../protocol/run';
import type { SampleRequest } from '../../protocol/session';
import { UserError } from '../../protocol/userError';
import type { ListedRun } from '../../runs/listRuns';
import { readFrozenExperiment } from '../../runs/runFolder';
import type { Lab } from '../lab';
import { fullRunName } from '../runWords';
import { askSample } from './askSample';
import type { CommandHandler } from './commandIds';
import { pickRun } from './pickRun';

const { l10n } = vscode;

/** Lets a run write a text: a live one from the weights of this moment, another from a checkpoint. */
export const sampleText =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const run = await pickRun(lab, target, {
      placeholder: l10n.t('Which run is to write?'),
      isFitting: canWrite,
      none: new UserError(l10n.t('No run can write yet.'), l10n.t('Train an experiment until its first checkpoint.')),
    });
    const { training } = await readFrozenExperiment(run.directory);
    const request = await askSample(fullRunName(run), training);
    const title = l10n.t('Sampling from {0}', fullRunName(run));
    const text = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      write(lab, run, request, checkpointOf(target)),
    );
    const content = `${request.prime ?? ''}${text}\n`;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language: 'plaintext' }));
  };

const canWrite = (run: ListedRun): boolean =>
  run.state !== 'damaged' && (isLive(run.state) || (run.record?.checkpoints.length ?? 0) > 0);

/** The checkpoint whose row the command was started on. */
const checkpointOf = (target: unknown): string | undefined =>
  (target as { checkpoint?: { file: string } } | undefined)?.checkpoint?.file;

async function write(lab: Lab, run: ListedRun, request: SampleRequest, checkpoint?: string): Promise<string> {
  const isFromSession = checkpoint === undefined && run.state !== 'damaged' && isLive(run.state);
  const { text } = isFromSession
    ? await lab.sessions.call(run, 'sample', request)
    : await lab.inspector.call('sampleRun', { ...request, directory: run.directory, checkpoint });
  return text;
}
