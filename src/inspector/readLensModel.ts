import { basename } from 'node:path';
import { datasetPath, readDataset } from '../engine/tasks/languageModel/dataset';
import type { Vocabulary } from '../engine/data/vocabulary';
import { readSafetensors } from '../engine/formats/readSafetensors';
import { readExperiment } from '../engine/experiment/readExperiment';
import { parametersOf } from '../engine/weights/parameters';
import { readWeights } from '../engine/weights/readWeights';
import { readSavedModel } from '../engine/weights/savedModel';
import { comparableBaselines } from '../protocol/baselineWords';
import type { Experiment } from '../protocol/experiment';
import type { LensSource } from '../protocol/lens';
import type { RunRecord } from '../protocol/run';
import { readRecord } from '../runs/runRecord';
import { readRunCheckpoint } from './runCheckpoint';

/** A model that a lens looks through, as it was read. */
export interface LensModel {
  /** The run, or the file of the weights. */
  name: string;
  /** The file that the weights come from. */
  file: string;
  step?: number;
  /** Which newer checkpoints could not be read, in words. */
  passedOver?: string;
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
  const { file, bytes, passedOver } = await readRunCheckpoint(source.directory, source.checkpoint);
  const { experiment, vocabulary, values } = readSavedModel(bytes, file);
  const step = Number(/^step-(\d+)\./.exec(file)?.[1] ?? NaN);
  return {
    name: basename(source.directory),
    file,
    ...(Number.isNaN(step) ? {} : { step }),
    passedOver,
    model: experiment.model,
    vocabulary,
    unigram: baselines && comparableBaselines(baselines).find(({ name }) => name === 'unigram')?.nats,
    values,
    dataPath: data.path,
  };
}

async function ofWeights(source: { experimentPath: string; weightsPath: string }): Promise<LensModel> {
  const { model, data } = await readExperiment(source.experimentPath);
  const { file, tensors } = await readSafetensors(source.weightsPath);
  const dataPath = datasetPath(source.experimentPath, data);
  const { vocabulary } = await readDataset(dataPath, data);
  const parametersFor = (symbols: number) => parametersOf(model, symbols);
  const text = { path: dataPath, symbols: vocabulary.size, parametersFor };
  const values = readWeights(tensors, parametersFor(vocabulary.size), { file, text });
  return { name: file, file, model, vocabulary, values, dataPath };
}
