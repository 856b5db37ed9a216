import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { startEngine } from '../engine/backend/engine';
import type { Dataset } from '../engine/tasks/languageModel/dataset';
import { datasetPath, readDataset } from '../engine/tasks/languageModel/dataset';
import { checkMemory } from '../engine/experiment/estimate';
import { needsTensors } from '../engine/model/isKnownToKernels';
import { Training } from '../engine/training/training';
import type { Experiment } from '../protocol/experiment';
import { earlyEndSentence } from '../protocol/ruleWords';
import type { Revival, RunRecord } from '../protocol/run';
import type { TrainerRequest } from '../protocol/session';
import { errorText, UserError } from '../protocol/userError';
import { checkpointPath } from '../runs/checkpointFiles';
import { isSessionAlive, takesConnections } from '../runs/liveness';
import { claimRun } from '../runs/resumeClaim';
import { dropCheckpointsAfter, openRun, readFrozenExperiment } from '../runs/runFolder';
import { experimentFolder, readRecord } from '../runs/runRecord';
import type { RunWriter } from '../runs/runWriter';
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
  await checkResumable(await readRecord(directory), request);
  const writer = await openRun(directory, hooks.disk);
  const experiment = await readFrozenExperiment(directory);
  const dataset = await readSameDataset(directory, experiment, writer.record);
  const engine = await startEngine({ ...request, needsTensors: needsTensors(experiment) });
  checkMemory(experiment, dataset.vocabulary.size, engine.kernels);
  const training = await restoreNewest(writer, experiment, dataset, hooks);
  await dropCheckpointsAfter(writer, training.step);
  if (writer.record.earlyEnd) training.goOn(); // who goes on knows that it had ended
  if (request.learningRate !== undefined) training.learningRate = request.learningRate;
  hooks.signal?.throwIfAborted();
  await writer.update({ ...processRecord(engine, socket), ...rewound(writer.record, training, request) });
  return { experiment, training, writer };
}

async function checkResumable(record: RunRecord, { steps = 0 }: TrainerRequest): Promise<void> {
  if (await isSessionAlive(record))
    throw new UserError(
      l10n.t('{0} is being trained already.', record.id),
      l10n.t('Open its training panel, or stop it first.'),
    );
  if (record.state === 'finished' && record.earlyEnd && steps <= record.step)
    throw new UserError(
      l10n.t('{0} is finished. {1}', record.id, earlyEndSentence(record)),
      l10n.t('Train the experiment anew, or give a number of steps above {0} to go on.', record.step),
    );
  if (record.state === 'finished' && steps <= record.step)
    throw new UserError(
      l10n.t('{0} is finished: it took all of its {1} steps.', record.id, record.step),
      l10n.t('Train the experiment anew, or give a larger number of steps.'),
    );
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

async function restoreNewest(
  writer: RunWriter,
  experiment: Experiment,
  dataset: Dataset,
  hooks: SessionHooks,
): Promise<Training> {
  for (const { file } of [...writer.record.checkpoints].reverse()) {
    try {
      const checkpoint = await readFile(checkpointPath(writer.directory, file));
      return Training.restore({ experiment, dataset, checkpoint, name: file });
    } catch (error) {
      hooks.log?.(l10n.t('The checkpoint {0} is left out: {1}', file, errorText(error)));
    }
  }
  throw new UserError(
    l10n.t('{0} has no whole checkpoint to go on from.', writer.record.id),
    l10n.t('Train the experiment anew.'),
  );
}

const revival = ({ revived }: RunRecord, step: number, from: number): Revival => ({
  ...{ step, from },
  at: new Date().toISOString(),
  times: (revived?.times ?? 0) + 1,
});

/** The record as it stood at the checkpoint; it is live from here on. */
function rewound(record: RunRecord, training: Training, request: TrainerRequest): Partial<RunRecord> {
  const { step, epoch, learningRate } = training;
  const now = { state: 'running', problem: undefined, earlyEnd: undefined } as const;
  const nonFinite = training.nonFinite || undefined;
  const checkpoint = record.checkpoints.find((each) => each.step === step);
  const best = record.best && record.best.step <= step ? record.best : undefined;
  const totalSteps = request.steps ?? record.totalSteps;
  const validationLoss = checkpoint?.validationLoss;
  const revived = request.revives ? revival(record, request.revives.step, step) : record.revived;
  return { ...now, step, epoch, learningRate, totalSteps, best, validationLoss, nonFinite, revived };
}
