import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { datasetPath, readDataset } from '../engine/tasks/languageModel/dataset';
import type { Vocabulary } from '../engine/data/vocabulary';
import { decodeSafetensors } from '../engine/formats/safetensors';
import { withOwnCells } from '../engine/experiment/ownCells';
import { parametersOf } from '../engine/weights/parameters';
import { readWeights } from '../engine/weights/readWeights';
import { readSavedModel } from '../engine/weights/savedModel';
import type { Experiment } from '../protocol/experiment';
import type { LensSource } from '../protocol/lens';
import { parseExperiment } from '../protocol/parseExperiment';
import type { RunRecord } from '../protocol/run';
import { UserError } from '../protocol/userError';
import { readRecord } from '../runs/runRecord';
import { errorCode } from '../runs/writeFailure';
import { readRunCheckpoint } from './runCheckpoint';

/** A model that a lens looks through, as it was read. */
export interface LensModel {
  /** The run, or the file of the weights. */
  name: string;
  /** The file that the weights come from. */
  file: string;
  step?: number;
  model: Experiment['model'];
  vocabulary: Vocabulary;
  /** What symbols cost by their frequency alone, nats, where a run tells. */
  unigram?: number;
  values: Float32Array;
  /** The text that the experiment names. */
  dataPath: string;
}

/** Reads what a lens looks through. @throws UserError where it is gone, torn or does not fit together */
export async function readLensModel(source: LensSource): Promise<LensModel> {
  return 'directory' in source ? ofRun(source) : ofWeights(source);
}

/** A record as far as a lens reads it: baselines are no part of what makes it one. */
type LensRecord = Pick<RunRecord, 'data'> & Partial<Pick<RunRecord, 'baselines'>>;

async function ofRun(source: { directory: string; checkpoint: string }): Promise<LensModel> {
  const { data, baselines }: LensRecord = await readRecord(source.directory);
  const { file, bytes } = await readRunCheckpoint(source.directory, source.checkpoint);
  const { experiment, vocabulary, values } = readSavedModel(bytes, file);
  const step = Number(/^step-(\d+)\./.exec(file)?.[1] ?? NaN);
  return {
    name: basename(source.directory),
    file,
    ...(Number.isNaN(step) ? {} : { step }),
    model: experiment.model,
    vocabulary,
    unigram: baselines?.unigram,
    values,
    dataPath: data.path,
  };
}

async function ofWeights(source: { experimentPath: string; weightsPath: string }): Promise<LensModel> {
  const { model, data } = await readExperiment(source.experimentPath);
  const bytes = await readFile(source.weightsPath).catch((error: unknown) => {
    throw new UserError(
      l10n.t('The weights {0} cannot be read: {1}.', source.weightsPath, errorCode(error) ?? String(error)),
      l10n.t('Give the path of a safetensors file.'),
    );
  });
  const file = basename(source.weightsPath);
  const { tensors } = decodeSafetensors(bytes, file);
  const dataPath = datasetPath(source.experimentPath, data);
  const { vocabulary } = await readDataset(dataPath, data);
  const values = readWeights(tensors, parametersOf(model, vocabulary.size));
  return { name: file, file, model, vocabulary, values, dataPath };
}

async function readExperiment(path: string): Promise<Experiment> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UserError(
      l10n.t('The experiment {0} cannot be read: {1}.', path, errorCode(error) ?? String(error)),
      l10n.t('Put the file back, or give the path of another one.'),
    );
  });
  const { experiment, problems } = parseExperiment(text);
  if (experiment) return withOwnCells(path, experiment);
  throw new UserError(l10n.t('{0}: {1}', basename(path), problems[0]!.message), problems[0]!.remedy);
}
