import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Experiment, TrainingOptions } from '../../../protocol/experiment';
import { UserError } from '../../../protocol/userError';
import { lineEndsNote } from '../../data/lineEnds';
import { readText } from '../../data/readText';
import { Vocabulary } from '../../data/vocabulary';

/** A text in numbers, in its three parts. */
export interface Dataset {
  /** Absolute path of the text. */
  path: string;
  /** Size and fingerprint of the file as it stands on disk. */
  bytes: number;
  sha256: string;
  vocabulary: Vocabulary;
  training: Int32Array;
  validation: Int32Array;
  test: Int32Array;
  /** What a person should know of the text, though it can be trained on. */
  note?: string;
}

/** Absolute path of an experiment's text, which is given relative to the experiment file. */
export const datasetPath = (experimentPath: string, data: Experiment['data']): string =>
  resolve(dirname(resolve(experimentPath)), data.path);

/**
 * Reads a text and splits it in its order: the first floor(a N) symbols train, the next floor(b N) validate, the rest test.
 * @param path of the text
 * @throws UserError where the file is no UTF-8 text, or too short for a training part
 */
export async function readDataset(path: string, options: Pick<Experiment['data'], 'split'>): Promise<Dataset> {
  const { points, ...file } = await readText(path);
  const [trainingEnd, validationEnd] = partEnds(points.length, options.split);
  if (trainingEnd === 0) throw hasNoTrainingPart(file.path, points.length, options.split[0]);
  const vocabulary = Vocabulary.ofCodePoints(points.subarray(0, trainingEnd), points.subarray(trainingEnd));
  const note = lineEndsNote(points, file.path);
  const ids = vocabulary.encodeInPlace(points);
  return {
    path: file.path,
    bytes: file.bytes.length,
    sha256: createHash('sha256').update(file.bytes).digest('hex'),
    vocabulary,
    training: ids.subarray(0, trainingEnd),
    validation: ids.subarray(trainingEnd, validationEnd),
    test: ids.subarray(validationEnd),
    ...(note !== undefined && { note }),
  };
}

function partEnds(length: number, [training, validation]: Experiment['data']['split']): [number, number] {
  const trainingEnd = Math.floor(training * length);
  return [trainingEnd, Math.min(length, trainingEnd + Math.floor(validation * length))];
}

/** @throws UserError where the training part does not give every lane of the batch one window */
export function checkDatasetFits(dataset: Dataset, { batch, window }: Pick<TrainingOptions, 'batch' | 'window'>): void {
  const length = dataset.training.length;
  const needed = batch * window + 1;
  if (length >= needed) return;
  throw new UserError(
    l10n.t(
      'The training part of {0} has {1} symbols, fewer than the {2} that batch {3} and window {4} need (batch * window + 1).',
      dataset.path,
      length,
      needed,
      batch,
      window,
    ),
    shorten(length, batch, window),
  );
}

/** What would fit: a smaller batch with this window, or a shorter window with this batch. */
function shorten(length: number, batch: number, window: number): string {
  const largestBatch = Math.floor((length - 1) / window);
  const longestWindow = Math.floor((length - 1) / batch);
  if (largestBatch > 0 && longestWindow > 0) {
    return l10n.t(
      'Use a longer text, or set "batch" to at most {0} or "window" to at most {1} under "training".',
      largestBatch,
      longestWindow,
    );
  }
  if (largestBatch > 0)
    return l10n.t('Use a longer text, or set "batch" to at most {0} under "training".', largestBatch);
  if (longestWindow > 0)
    return l10n.t('Use a longer text, or set "window" to at most {0} under "training".', longestWindow);
  return l10n.t('Use a longer text, or lower both "batch" and "window" under "training".');
}

const hasNoTrainingPart = (path: string, length: number, share: number) =>
  new UserError(
    l10n.t(
      '{0} is too short: it has {1} symbols, and the training share of {2} leaves none to train on.',
      path,
      length,
      share,
    ),
    l10n.t('Use a longer text, or raise the first share of "split" under "data".'),
  );
