import type { SampleRequest } from '../../protocol/session';
import { continueText, sampleReader } from './continueText';
import { modelOf } from './modelOf';
import { Random } from './random';
import { readSavedModel } from './savedModel';

/**
 * Samples a text from the checkpoint of a run; without a seed, always another one. Needs a started engine.
 * @param name of the file, for the errors
 * @throws UserError where the file is no checkpoint, or the request cannot be met
 */
export function sampleText(checkpoint: Uint8Array, name: string, request: SampleRequest): string {
  const { experiment, vocabulary, values } = readSavedModel(checkpoint, name);
  const model = modelOf(experiment.model, vocabulary.size, values);
  try {
    const random = Random.fromSeed(Math.floor(Math.random() * 2 ** 32));
    return continueText(sampleReader(model), vocabulary, request, random);
  } finally {
    model.dispose();
  }
}
