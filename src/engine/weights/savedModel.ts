import * as l10n from '@vscode/l10n';
import { experimentSchema, type Experiment } from '../../protocol/experiment';
import { UserError } from '../../protocol/userError';
import { Vocabulary } from '../data/vocabulary';
import { decodeSafetensors, type NamedArray } from '../formats/safetensors';
import { parametersOf } from './parameters';
import { readWeights } from './readWeights';

/** A model as it stands in a checkpoint. */
export interface SavedModel {
  experiment: Experiment;
  vocabulary: Vocabulary;
  /** The weights, one after the other in the order of the model. */
  values: Float32Array;
  /** Everything that the file holds. */
  tensors: Map<string, NamedArray>;
  metadata: Record<string, string>;
}

/**
 * Reads the model of a checkpoint.
 * @param name of the file, for the errors
 * @param mayDiverge whether weights may be there that are not finite: a training goes on from what it was
 * @throws UserError where the bytes are torn or are no checkpoint of a run
 */
export function readSavedModel(bytes: Uint8Array, name: string, mayDiverge = false): SavedModel {
  const { tensors, metadata } = decodeSafetensors(bytes, name);
  const experiment = experimentSchema.safeParse(parseEntry(metadata, 'experiment', name));
  const symbols = parseEntry(metadata, 'vocabulary', name);
  if (!experiment.success || !isListOfStrings(symbols)) throw isNoCheckpoint(name);
  const vocabulary = new Vocabulary(symbols);
  const values = readWeights(tensors, parametersOf(experiment.data.model, vocabulary.size), { file: name, mayDiverge });
  return { experiment: experiment.data, vocabulary, values, tensors, metadata };
}

/** An entry of the metadata, which is JSON. @throws UserError where it is missing or is none */
export function parseEntry(metadata: Record<string, string>, key: string, name: string): unknown {
  try {
    return JSON.parse(metadata[key] ?? '');
  } catch {
    throw isNoCheckpoint(name);
  }
}

const isListOfStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string');

/** The error of a file that is well-formed and yet no checkpoint. */
export const isNoCheckpoint = (name: string): UserError =>
  new UserError(
    l10n.t('{0} is not a checkpoint of a run.', name),
    l10n.t('Choose a file from the folder "checkpoints" of a run.'),
  );
