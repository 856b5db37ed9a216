import { resumedRateSentence } from '../protocol/ruleWords';
import type { RunRecord } from '../protocol/run';
import type { TrainerRequest } from '../protocol/session';
import { SessionServer } from '../runs/sessionServer';
import { guardedHooks } from './guardedHooks';
import { prepareResumedRun } from './prepareResumedRun';
import type { PreparedRun } from './prepareRun';
import { prepareNewRun } from './prepareRun';
import type { SessionHooks } from './sessionHooks';
import { TrainingSession } from './trainingSession';

export type { SessionControls, SessionHooks, StartedRun } from './sessionHooks';

/**
 * Trains a run in this process, from the beginning or from where it was left.
 * @returns the last record: finished, stopped or failed (`problem` says why)
 * @throws UserError where no run could begin
 */
export async function runSession(request: TrainerRequest, listeners: SessionHooks = {}): Promise<RunRecord> {
  const hooks = guardedHooks(listeners);
  const server = await SessionServer.listen((error) =>
    hooks.log?.(String((error as Error | undefined)?.stack ?? error)),
  );
  try {
    const prepared = await prepare(request, server.socket, hooks);
    try {
      return await train(prepared, server, hooks);
    } finally {
      prepared.training.dispose();
    }
  } finally {
    await server.close();
  }
}

function prepare(request: TrainerRequest, socket: string, hooks: SessionHooks): Promise<PreparedRun> {
  const { experimentPath, resumeDirectory } = request;
  if (resumeDirectory !== undefined) return prepareResumedRun({ ...request, resumeDirectory }, socket, hooks);
  if (experimentPath !== undefined) return prepareNewRun({ ...request, experimentPath }, socket, hooks);
  throw new Error('a trainer needs an experiment or a run');
}

function train(
  { experiment, training, writer, done, passedOver }: PreparedRun,
  server: SessionServer,
  hooks: SessionHooks,
): Promise<RunRecord> {
  const announce = (run: RunRecord): void => server.announce(run);
  const session = new TrainingSession(training, experiment.training, writer, hooks, announce, done);
  server.serve(session);
  const { directory, record } = writer;
  const isResumed = record.step > 0;
  const { schedule } = experiment.training;
  const rateSentence = isResumed ? resumedRateSentence(schedule, record, training.nextRate) : '';
  const started = { runId: record.id, directory, socket: server.socket, record, rateSentence, passedOver };
  hooks.started?.(started, session);
  return session.run();
}
