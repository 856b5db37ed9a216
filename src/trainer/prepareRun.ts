import { resolve } from 'node:path';
import { startEngine } from '../engine/backend/engine';
import { checkValidationFits } from '../engine/tasks/languageModel/checkValidationFits';
import { checkDatasetFits, datasetPath, readDataset } from '../engine/tasks/languageModel/dataset';
import { readSafetensors } from '../engine/formats/readSafetensors';
import { checkMemory } from '../engine/experiment/estimate';
import { readExperiment } from '../engine/experiment/readExperiment';
import { needsTensors } from '../engine/model/isKnownToKernels';
import { Training } from '../engine/training/training';
import type { Experiment } from '../protocol/experiment';
import type { TrainerRequest } from '../protocol/session';
import { createRun } from '../runs/runFolder';
import type { RunWriter } from '../runs/runWriter';
import { newRecord } from './newRecord';
import type { SessionHooks } from './sessionHooks';
import type { DoneAt } from './trainingWork';

/** Everything a session needs. */
export interface PreparedRun {
  experiment: Experiment;
  training: Training;
  writer: RunWriter;
  /** Where it goes on: the steps of its last measurements. */
  done?: DoneAt;
  /** Which newer checkpoints could not be read and where the run goes on, in words. */
  passedOver?: string;
}

/**
 * Reads an experiment and its data, builds the model, and makes the run's folder.
 * @param socket where the session will answer
 * @throws UserError where something of it cannot be
 */
export async function prepareNewRun(
  request: TrainerRequest & { experimentPath: string },
  socket: string,
  hooks: SessionHooks,
): Promise<PreparedRun> {
  const path = resolve(request.experimentPath);
  const experiment = limited(await readExperiment(path), request.steps);
  const dataset = await readDataset(datasetPath(path, experiment.data), experiment.data);
  checkDatasetFits(dataset, experiment.training);
  checkValidationFits(dataset, experiment.training);
  const weights = request.weightsPath === undefined ? undefined : await readSafetensors(request.weightsPath);
  const engine = await startEngine({ ...request, needsTensors: needsTensors(experiment) });
  checkMemory(experiment, dataset.vocabulary.size, engine.kernels);
  const from = { weights: weights?.tensors, weightsFile: weights?.file };
  const training = Training.create({ experiment, dataset, ...from, totalSteps: request.steps });
  if (request.learningRate !== undefined) training.learningRate = request.learningRate;
  const { totalSteps } = training;
  const { validationSymbols } = experiment.training;
  const parts = { path, dataset, validationSymbols, engine, training, totalSteps, socket };
  hooks.signal?.throwIfAborted();
  const writer = await createRun(path, experiment, (id) => newRecord(id, parts), hooks.disk);
  return { experiment, training, writer };
}

/** The step limit is part of what is frozen; none at all (0 steps) cannot be written there. */
function limited(experiment: Experiment, steps: number | undefined): Experiment {
  return steps ? { ...experiment, training: { ...experiment.training, steps } } : experiment;
}
