import type { Experiment } from '../../protocol/experiment';
import { engineKernels } from '../backend/engineKernels';
import { ComposedModel } from './composedModel';
import { KernelModel } from './kernelModel';
import type { LanguageModel } from './languageModel';

/**
 * A model that only reads, of what the started engine computes with.
 * @param values the weights, one after the other; owned from now on
 */
export function modelOf(model: Experiment['model'], vocabulary: number, values: Float32Array): LanguageModel {
  const kernels = engineKernels();
  return kernels ? new KernelModel(kernels, model, vocabulary, values) : new ComposedModel(model, vocabulary, values);
}
