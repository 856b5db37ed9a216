import { engine } from '@tensorflow/tfjs-core';
import { startEmbedded, type EmbeddedBackend } from './embedded';

/**
 * Starts TensorFlow.js beside kernels, for the models that they do not know; where it runs already, it stays as it is.
 * @returns what was started, with a sentence where that is not the best
 */
export async function startTensors(): Promise<Partial<EmbeddedBackend>> {
  return engine().backendName ? {} : startEmbedded();
}
