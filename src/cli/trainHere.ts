import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../protocol/run';
import type { TrainerRequest } from '../protocol/session';
import { errorText, UserError } from '../protocol/userError';
import type { SessionHooks, StartedRun } from '../trainer/sessionHooks';
import { Heartbeat } from '../trainer/watchdog/heartbeat';
import { startWatchdog } from '../trainer/watchdog/startWatchdog';
import { interruptedStatus } from './interruption';
import { isReaderGone } from './outputStream';
import { programName } from './packageRoot';
import { SessionLog } from './sessionLog';
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
  const log = new SessionLog();
  const heart = new Heartbeat();
  let directory = '';
  const record = await runSession(revived(request), {
    ...hooks,
    heart,
    signal: terminal.interrupted,
    onDiskProblem: 'fail',
    log: (line) => log.say(line),
    started(run, controls) {
      directory = run.directory;
      log.open(directory);
      watch(heart, run, terminal);
      onceAborted(terminal.interrupted, () => void stop(controls, terminal));
      onceAborted(terminal.outputLost, () => goOnUnheard(terminal, log));
      if (run.passedOver) terminal.err(`${run.passedOver}\n`);
      report.started(run);
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

/** Output only shows what is trained. */
function goOnUnheard(terminal: Terminal, log: SessionLog): void {
  const failure: unknown = terminal.outputLost.reason;
  const lost = isReaderGone(failure) ? l10n.t('Nobody reads the output any more.') : messageOf(failure);
  const sentence = l10n.t('{0} The training goes on without it.', lost);
  log.say(sentence);
  terminal.err(`${sentence}\n`);
}

const messageOf = (failure: unknown): string => (failure instanceof UserError ? failure.message : errorText(failure));

function onceAborted(signal: AbortSignal, listener: () => void): void {
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
