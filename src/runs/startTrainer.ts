import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { parse } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { TrainerGreeting, TrainerRequest } from '../protocol/session';
import { UserError } from '../protocol/userError';
import { cleanEnvironment } from './cleanEnvironment';
import { inspectArguments } from './inspectArguments';
import type { StartLog } from './startLog';
import { logVariable, openStartLog } from './startLog';

/** A session that has begun. */
export interface StartedTrainer {
  runId: string;
  directory: string;
  /** Where it answers. */
  socket: string;
  /** Which newer checkpoints could not be read and where the run goes on, in words. */
  passedOver?: string;
}

/**
 * Starts a process of its own that trains a run and goes on when this process ends.
 * @param trainerScript the trainer's bundle
 * @param signal ends the process and rejects, unless training has begun
 * @returns once the run's folder is there and its session answers
 * @throws UserError where training could not begin, or the process died first (with the last lines of its log)
 */
export async function startTrainer(
  trainerScript: string,
  request: TrainerRequest,
  signal?: AbortSignal,
): Promise<StartedTrainer> {
  const log = await openStartLog(request);
  try {
    const child = forkTrainer(trainerScript, request, log);
    const greeting = await greetingOf(child, log, signal).finally(() => letGo(child));
    if ('failed' in greeting) throw new UserError(greeting.failed.message, greeting.failed.remedy);
    return greeting.started;
  } finally {
    await log.close();
  }
}

function forkTrainer(script: string, request: TrainerRequest, log: StartLog): ChildProcess {
  return fork(script, [JSON.stringify(request)], {
    detached: true,
    execPath: process.execPath,
    execArgv: inspectArguments('trainer'),
    cwd: parse(process.execPath).root, // a folder that nobody wants to remove
    env: cleanEnvironment({ [logVariable]: log.path }),
    stdio: ['ignore', log.descriptor, log.descriptor, 'ipc'],
    ...{ windowsHide: true }, // fork hands it to spawn
  });
}

async function greetingOf(child: ChildProcess, log: StartLog, signal?: AbortSignal): Promise<TrainerGreeting> {
  const settled = new AbortController(); // a signal that comes later must not end the training
  try {
    return await new Promise<TrainerGreeting>((resolve, reject) => {
      const cancel = () => {
        child.kill();
        reject(cancelled());
      };
      if (signal?.aborted) return cancel();
      signal?.addEventListener('abort', cancel, { signal: settled.signal });
      child.once('message', (greeting) => resolve(greeting as TrainerGreeting));
      child.once('error', (error) => reject(notStarted(error.message)));
      child.once('close', (code, by) => {
        void log.lastLines().then((lines) => reject(died(by ?? String(code), lines)), reject);
      });
    });
  } finally {
    settled.abort();
  }
}

/** From here on it lives without us. */
function letGo(child: ChildProcess): void {
  child.removeAllListeners().on('error', () => undefined);
  if (child.connected) child.disconnect();
  child.unref();
}

const cancelled = (): UserError =>
  new UserError(l10n.t('Training was cancelled before it began.'), l10n.t('Train again.'));

const notStarted = (reason: string): UserError =>
  new UserError(
    l10n.t('The trainer process could not be started: {0}.', reason),
    l10n.t('If VS Code was updated a moment ago, reload the window and try again.'),
  );

const died = (how: string, lines: string): UserError =>
  new UserError(
    l10n.t('The trainer process ended ({0}) before training began. Its last words: {1}', how, lines || l10n.t('none.')),
    l10n.t('Try again; if it happens again, report it with these words.'),
  );
