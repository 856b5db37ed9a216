import type { Dataset } from '../../src/engine/tasks/languageModel/dataset';
import { initialise } from '../../src/engine/weights/initialise';
import { modelOf } from '../../src/engine/model/modelOf';
import { parametersOf } from '../../src/engine/weights/parameters';
import { Random } from '../../src/engine/weights/random';
import type { Experiment } from '../../src/protocol/experiment';
import { initialiserSchema } from '../../src/protocol/initialiserSchema';

/** Time steps that are read at once, so that what is kept of them fits the caches. */
const piece = 512;

/**
 * Reads a text with every gate kept, a piece at a time, the state carried from piece to piece.
 * @returns milliseconds, the making of the model left out
 */
export function readGates(model: Experiment['model'], dataset: Dataset, symbols: number, lanes: number): number {
  const size = dataset.vocabulary.size;
  const values = initialise(model, parametersOf(model, size), Random.fromSeed(1), initialiserSchema.parse({}));
  const network = modelOf(model, size, values);
  const reader = network.reader({ lanes, window: piece, keepsGates: true });
  const text = dataset.training.subarray(0, piece * lanes);
  const startedAt = performance.now();
  for (let read = 0; read < symbols; read += text.length) {
    reader.predict(text.subarray(0, Math.min(text.length, symbols - read)));
    reader.trace(0);
  }
  const ms = performance.now() - startedAt;
  reader.dispose();
  network.dispose();
  return ms;
}
