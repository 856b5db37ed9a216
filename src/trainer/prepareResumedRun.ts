import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { startEngine } from '../engine/backend/engine';
import { baselines } from '../engine/tasks/languageModel/baselines';
import type { Dataset } from '../engine/tasks/languageModel/dataset';
import { datasetPath, readDataset } from '../engine/tasks/languageModel/dataset';
import { checkMemory } from '../engine/experiment/estimate';
import { needsTensors } from '../engine/model/isKnownToKernels';
import { Training, type TrainingParts } from '../engine/training/training';
import type { Experiment } from '../protocol/experiment';
import { earlyEndSentence } from '../protocol/ruleWords';
import type { Revival, RunRecord } from '../protocol/run';
import type { TrainerRequest } from '../protocol/session';
import { errorText, UserError } from '../protocol/userError';
import { formatCount } from '../protocol/words';
import { checkpointPath, findCheckpoints } from '../runs/checkpointFiles';
import { isSessionAlive, takesConnections } from '../runs/liveness';
import { readMeasured, type Measured } from '../runs/measured';
import { newestFirst } from '../runs/newestCheckpoint';
import { claimRun } from '../runs/resumeClaim';
import { dropCheckpointsAfter, openRun, readFrozenExperiment } from '../runs/runFolder';
import { experimentFolder, readRecord } from '../runs/runRecord';
import type { RunWriter } from '../runs/runWriter';
import { tornCheckpoint } from '../runs/tornCheckpoint';
import { processRecord } from './newRecord';
import type { PreparedRun } from './prepareRun';
import type { SessionHooks } from './sessionHooks';

/**
 * Opens a run again at its newest whole checkpoint.
 * @param socket where the session will answer
 * @throws UserError where it lives, has nothing to go on from, or its text has changed
 */
export async function prepareResumedRun(
  request: TrainerRequest & { resumeDirectory: string },
  socket: string,
  hooks: SessionHooks,
): Promise<PreparedRun> {
  const directory = resolve(request.resumeDirectory);
  if (request.revives) await gone(request.revives.socket);
  const release = await claimRun(directory, socket);
  try {
    return await prepare({ ...request, resumeDirectory: directory }, socket, hooks);
  } finally {
    await release();
  }
}

/** Waits for the end of a session that was killed: its threads end one by one. */
async function gone(socket: string): Promise<void> {
  const untilMs = performance.now() + 60_000;
  while (performance.now() < untilMs && (await takesConnections(socket))) await wait(20);
}

async function prepare(
  request: TrainerRequest & { resumeDirectory: string },
  socket: string,
  hooks: SessionHooks,
): Promise<PreparedRun> {
  const directory = request.resumeDirectory;
  const before = await readRecord(directory);
  await checkResumable(directory, before, request);
  const writer = await openRun(directory, hooks.disk);
  const experiment = await readFrozenExperiment(directory);
  const dataset = await readSameDataset(directory, experiment, writer.record);
  const engine = await startEngine({ ...request, needsTensors: needsTensors(experiment) });
  checkMemory(experiment, dataset.vocabulary.size, engine.kernels);
  const candidates = newestFirst(writer.record.checkpoints, before.checkpoints);
  const totalSteps = request.steps ?? writer.record.totalSteps;
  const { training, passedOver } = await restoreNewest(writer, candidates, { experiment, dataset, totalSteps });
  if (passedOver) hooks.log?.(passedOver);
  await dropCheckpointsAfter(writer, training.step);
  if (writer.record.earlyEnd) training.goOn(); // who goes on knows that it had ended
  if (request.learningRate !== undefined) training.learningRate = request.learningRate;
  hooks.signal?.throwIfAborted();
  const measured = await readMeasured(directory, training.step);
  const lines = { baselines: baselines(dataset, experiment.training.validationSymbols) }; // those of before may be of an older kind
  const restored = rewound(writer.record, training, measured, request);
  await writer.update({ ...processRecord(engine, socket), ...lines, ...restored });
  const done = { validate: [...measured.validation.keys()].at(-1) ?? -1, sample: measured.sampledAt ?? -1 };
  return { experiment, training, writer, done, passedOver };
}

async function checkResumable(directory: string, record: RunRecord, { steps }: TrainerRequest): Promise<void> {
  if (await isSessionAlive(record))
    throw new UserError(
      l10n.t('{0} is being trained already.', record.id),
      l10n.t('Open its training panel, or stop it first.'),
    );
  if (steps !== undefined) return checkSteps(steps, record, await stepReached(directory, record));
  if (record.state === 'finished' && record.earlyEnd)
    throw new UserError(
      l10n.t('{0} is finished. {1}', record.id, earlyEndSentence(record)),
      l10n.t('Train the experiment anew, or give a number of steps above {0} to go on.', record.step),
    );
  if (record.state === 'finished')
    throw new UserError(
      l10n.t('{0} is finished: it took all of its {1} steps.', record.id, record.step),
      l10n.t('Train the experiment anew, or give a larger number of steps.'),
    );
}

/** A run that is to end where it is, or before, would lose the number of steps that it was to take. */
function checkSteps(steps: number, { id, state, totalSteps }: RunRecord, reached: number): void {
  if (steps > reached) return;
  const above = l10n.t('Give a number above {0}.', formatCount(reached));
  throw new UserError(
    l10n.t('{0} is at step {1}; --steps must be above that.', id, formatCount(reached)),
    state !== 'finished' && totalSteps > reached
      ? l10n.t('{0} Without --steps it goes on to step {1}.', above, formatCount(totalSteps))
      : above,
  );
}

/** A process that was killed may have left a checkpoint that is newer than its record. */
async function stepReached(directory: string, { step }: RunRecord): Promise<number> {
  return Math.max(step, ...(await findCheckpoints(directory)).map((checkpoint) => checkpoint.step));
}

async function readSameDataset(directory: string, experiment: Experiment, record: RunRecord): Promise<Dataset> {
  const path = datasetPath(join(experimentFolder(directory), basename(record.experimentPath)), experiment.data);
  const dataset = await readDataset(path, experiment.data);
  if (dataset.sha256 === record.data.sha256) return dataset;
  throw new UserError(
    l10n.t(
      '{0} is not the text that {1} was trained on: its SHA-256 begins with {2}, that of the text back then with {3}.',
      path,
      record.id,
      dataset.sha256.slice(0, 12),
      record.data.sha256.slice(0, 12),
    ),
    l10n.t('Put the former text back to go on with this run, or train the experiment anew.'),
  );
}

interface Restored {
  training: Training;
  /** Which newer checkpoints could not be read and where the run goes on, in words. */
  passedOver?: string;
}

/** @param candidates the newest first */
async function restoreNewest(
  { directory, record }: RunWriter,
  candidates: { file: string }[],
  parts: TrainingParts,
): Promise<Restored> {
  const passedOver: string[] = [];
  for (const { file } of candidates) {
    try {
      const checkpoint = await readFile(checkpointPath(directory, file));
      const training = Training.restore({ ...parts, checkpoint, name: file });
      return { training, passedOver: sentenceOf(passedOver, record.id, training.step) };
    } catch (error) {
      passedOver.push((await tornCheckpoint(checkpointPath(directory, file))) ?? cannotBeRead(file, error));
    }
  }
  throw new UserError(
    [l10n.t('{0} has no whole checkpoint to go on from.', record.id), ...passedOver].join(' '),
    l10n.t('Train the experiment anew.'),
  );
}

const sentenceOf = (passedOver: string[], id: string, step: number): string | undefined =>
  passedOver.length === 0
    ? undefined
    : [...passedOver, l10n.t('{0} goes on from step {1}.', id, formatCount(step))].join(' ');

const cannotBeRead = (file: string, error: unknown): string =>
  l10n.t('The checkpoint {0} cannot be read: {1}', file, error instanceof UserError ? error.message : errorText(error));
const finite = (loss: number | undefined): number | undefined => (Number.isFinite(loss) ? loss : undefined);
const revival = ({ revived }: RunRecord, step: number, from: number): Revival => ({
  ...{ step, from },
  at: new Date().toISOString(),
  times: (revived?.times ?? 0) + 1,
});

/** The record as it stood at the checkpoint; it is live from here on. */
function rewound(
  record: RunRecord,
  training: Training,
  measured: Measured,
  { revives }: TrainerRequest,
): Partial<RunRecord> {
  const { step, epoch, learningRate, totalSteps } = training;
  const now = { state: 'running', problem: undefined, earlyEnd: undefined } as const;
  const nonFinite = training.nonFinite || undefined;
  const { trainingLoss, last, best } = measured;
  const checkpoints = record.checkpoints.map((each) => ({
    ...each,
    validationLoss: finite(measured.validation.get(each.step)),
    isBest: each.step === best?.step,
  }));
  const losses = { trainingLoss, validationLoss: last?.validationLoss, validationStep: last?.step, best };
  const revived = revives ? revival(record, revives.step, step) : record.revived;
  return { ...now, step, epoch, learningRate, totalSteps, ...losses, nonFinite, checkpoints, revived };
}
