import type { SampleRequest } from '../../protocol/session';
import { continueText } from './continueText';
import { LanguageModel } from './languageModel';
import { Random } from './random';
import { readSavedModel } from './savedModel';

/**
 * Samples a text from the checkpoint of a run; without a seed, always another one. Needs a started engine.
 * @param name of the file, for the errors
 * @throws UserError where the file is no checkpoint, or the request cannot be met
 */
export function sampleText(checkpoint: Uint8Array, name: string, request: SampleRequest): string {
  const { experiment, vocabulary, values } = readSavedModel(checkpoint, name);
  const model = new LanguageModel(experiment.model, vocabulary.size, values);
  try {
    return continueText(model, vocabulary, request, Random.fromSeed(Math.floor(Math.random() * 2 ** 32)));
  } finally {
    model.dispose();
  }
}
