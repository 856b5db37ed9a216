import type { CancellationToken } from 'vscode';
import { CancellationError, l10n, ProgressLocation, window } from 'vscode';
import type { TrainerRequest } from '../../protocol/session';
import type { ListedRun } from '../../runs/listRuns';
import { experimentFolder } from '../../runs/runRecord';
import type { Lab } from '../lab';
import { engineSettings } from '../lab/engineSettings';
import { tensorflowDirectory } from '../lab/tensorflowDirectory';
import { requireTrust } from './requireTrust';
import { plainMessage } from '../plainText';

/** What the session is to do; engine, kernels and threads come from the settings. */
export type SessionRequest = Pick<TrainerRequest, 'experimentPath' | 'resumeDirectory' | 'learningRate'>;

/**
 * Starts a session in a process of its own, with progress that can be cancelled, and opens its panel beside.
 * @param title what is being started, for the notification
 * @throws UserError where training could not begin
 */
export async function startSession(lab: Lab, title: string, request: SessionRequest): Promise<void> {
  requireTrust();
  const options = { location: ProgressLocation.Notification, title: plainMessage(title), cancellable: true };
  const run = await window.withProgress(options, (_progress, token) => begin(lab, request, token));
  lab.panels.show(run, { isBeside: true });
}

async function begin(lab: Lab, request: SessionRequest, token: CancellationToken): Promise<ListedRun> {
  const { startTrainer } = await import('../../runs/startTrainer');
  const startedAt = performance.now();
  const script = lab.context.asAbsolutePath('dist/trainer.cjs');
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  const started = await startTrainer(script, complete(lab, request), abort.signal).catch((error: unknown) => {
    throw token.isCancellationRequested ? new CancellationError() : error;
  });
  if (started.passedOver) void window.showWarningMessage(started.passedOver);
  lab.log.info(`Started ${started.runId} in ${Math.round(performance.now() - startedAt)} ms`);
  await lab.experiments.include(experimentFolder(started.directory));
  await lab.runs.refresh(experimentFolder(started.directory));
  const run = lab.runs.find(started.directory);
  if (!run) throw new Error(`${started.directory} is not there`);
  return run;
}

function complete(lab: Lab, request: SessionRequest): TrainerRequest {
  return {
    ...request,
    ...engineSettings(),
    l10nBundle: l10n.uri?.fsPath,
    tensorflowDirectory: tensorflowDirectory(lab.context),
  };
}
