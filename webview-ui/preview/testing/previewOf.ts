import { previewExperiment } from '../../../src/engine/experiment/previewExperiment';
import { datasetOf } from '../../../src/engine/model/testing/text';
import type { NetworkPreview } from '../../../src/protocol/preview';

const text = 'the cat sat on the mat and the rat sat on the cat. '.repeat(40);

/** The preview that the inspector gives of a model on a small text of 13 symbols. */
export async function previewOf(model: object, training: object = {}): Promise<NetworkPreview> {
  const experiment = { data: { path: 'cat.txt' }, model, training: { batch: 2, window: 6, ...training } };
  const found = await previewExperiment('cat.unroll.json', JSON.stringify(experiment), async () => datasetOf(text));
  return found.preview!;
}
