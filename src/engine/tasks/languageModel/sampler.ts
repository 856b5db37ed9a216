import type { SampleRequest } from '../../../protocol/session';
import { continueText, sampleReader } from './continueText';
import { modelOf } from '../../model/modelOf';
import { Random } from '../../weights/random';
import type { SavedModel } from '../../weights/savedModel';

/**
 * Samples a text from a model as it stands in a checkpoint; without a seed, always another one. Needs a started engine.
 * @throws UserError where the request cannot be met
 */
export function sampleText({ experiment, vocabulary, values }: SavedModel, request: SampleRequest): string {
  const model = modelOf(experiment.model, vocabulary.size, values);
  try {
    const random = Random.fromSeed(Math.floor(Math.random() * 2 ** 32));
    return continueText(sampleReader(model), vocabulary, request, random);
  } finally {
    model.dispose();
  }
}
