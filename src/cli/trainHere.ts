import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../protocol/run';
import type { TrainerRequest } from '../protocol/session';
import { errorText, UserError } from '../protocol/userError';
import type { SessionHooks, StartedRun } from '../trainer/sessionHooks';
import { Heartbeat } from '../trainer/watchdog/heartbeat';
import { startWatchdog } from '../trainer/watchdog/startWatchdog';
import { interruptedStatus } from './interruption';
import { programName } from './packageRoot';
import { revived, supervision, tell } from './supervision/supervised';
import type { Terminal } from './terminal';

/** What follows a training and tells the person about it. */
export interface TrainingReport extends Pick<SessionHooks, 'stepped' | 'validated' | 'sampled'> {
  started(run: StartedRun): void;
  /** The run has ended, however it did. */
  ended(record: RunRecord, directory: string): void;
}

/**
 * Trains in this process until the end, or until the person interrupts: then the run is stopped properly.
 * @returns the exit status
 * @throws UserError where no run could begin, and where the run failed
 */
export async function trainHere(
  request: TrainerRequest,
  terminal: Terminal,
  report: TrainingReport,
  hooks: Pick<SessionHooks, 'profilesEveryStep'> = {},
): Promise<number> {
  const { runSession } = await import('../trainer/session');
  const heart = new Heartbeat();
  let directory = '';
  const record = await runSession(revived(request), {
    ...hooks,
    heart,
    signal: terminal.interrupted,
    onDiskProblem: 'fail',
    started(run, controls) {
      directory = run.directory;
      watch(heart, run, terminal);
      report.started(run);
      onceInterrupted(terminal.interrupted, () => stop(controls, terminal));
    },
    stepped: (result, line) => report.stepped?.(result, line),
    validated: (line) => report.validated?.(line),
    sampled: (line) => report.sampled?.(line),
  });
  report.ended(record, directory);
  return statusOf(record, terminal);
}

/** What stands still is ended, and begun again by the process that supervises this one. */
function watch(heart: Heartbeat, run: StartedRun, terminal: Terminal): void {
  const { processId } = supervision() ?? {};
  if (processId === undefined) return;
  tell({ runId: run.runId });
  startWatchdog(heart, run, { kind: 'supervisor', processId }, { log: (line) => terminal.err(`${line}\n`) });
}

function onceInterrupted(signal: AbortSignal, listener: () => void): void {
  if (signal.aborted) listener();
  else signal.addEventListener('abort', listener, { once: true });
}

async function stop(controls: { stop(params: Record<string, never>): unknown }, terminal: Terminal): Promise<void> {
  tell({ heard: true });
  try {
    await controls.stop({});
  } catch (error) {
    terminal.err(`${errorText(error)}\n`);
  }
}

function statusOf(record: RunRecord, terminal: Terminal): number {
  if (record.state === 'failed') throw failure(record);
  if (record.state !== 'stopped') return 0;
  terminal.err(`${l10n.t('Stopped after step {0}; a checkpoint is written.', record.step)}\n${goOn(record)}\n`);
  return terminal.interrupted.aborted ? interruptedStatus(terminal.interrupted) : 0;
}

const goOn = (record: RunRecord) => l10n.t('To go on: {0}', `${programName()} resume ${record.id}`);

function failure(record: RunRecord): UserError {
  const { message, remedy } = record.problem ?? { message: l10n.t('The run {0} failed.', record.id), remedy: '' };
  return new UserError(message, remedy);
}
