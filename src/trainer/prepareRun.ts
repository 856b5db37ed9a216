import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { startEngine } from '../engine/backend/engine';
import { checkValidationFits } from '../engine/tasks/languageModel/checkValidationFits';
import { checkDatasetFits, datasetPath, readDataset } from '../engine/tasks/languageModel/dataset';
import type { NamedArray } from '../engine/formats/safetensors';
import { decodeSafetensors } from '../engine/formats/safetensors';
import { checkMemory } from '../engine/experiment/estimate';
import { needsTensors } from '../engine/model/isKnownToKernels';
import { Training } from '../engine/training/training';
import type { Experiment } from '../protocol/experiment';
import type { TrainerRequest } from '../protocol/session';
import { UserError } from '../protocol/userError';
import { createRun } from '../runs/runFolder';
import type { RunWriter } from '../runs/runWriter';
import { newRecord } from './newRecord';
import { readExperiment } from './readExperiment';
import type { SessionHooks } from './sessionHooks';

/** Everything a session needs. */
export interface PreparedRun {
  experiment: Experiment;
  training: Training;
  writer: RunWriter;
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
  const weights = request.weightsPath === undefined ? undefined : await readWeights(request.weightsPath);
  const engine = await startEngine({ ...request, needsTensors: needsTensors(experiment) });
  checkMemory(experiment, dataset.vocabulary.size, engine.kernels);
  const training = Training.create({ experiment, dataset, weights });
  if (request.learningRate !== undefined) training.learningRate = request.learningRate;
  const totalSteps = request.steps ?? training.totalSteps;
  const parts = { path, dataset, engine, training, totalSteps, socket };
  hooks.signal?.throwIfAborted();
  const writer = await createRun(path, experiment, (id) => newRecord(id, parts), hooks.disk);
  return { experiment, training, writer };
}

/** The step limit is part of what is frozen; none at all (0 steps) cannot be written there. */
function limited(experiment: Experiment, steps: number | undefined): Experiment {
  return steps ? { ...experiment, training: { ...experiment.training, steps } } : experiment;
}

async function readWeights(path: string): Promise<Map<string, NamedArray>> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new UserError(
      l10n.t('The weights {0} cannot be read: {1}.', path, (error as NodeJS.ErrnoException).code ?? String(error)),
      l10n.t('Give the path of a safetensors file.'),
    );
  });
  return decodeSafetensors(bytes, basename(path)).tensors;
}
