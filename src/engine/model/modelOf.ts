import type { Experiment } from '../../protocol/experiment';
import { engineKernels } from '../backend/engineKernels';
import { ComposedModel } from './composedModel';
import { mixedWindow } from '../layers/composedWindow';
import { isKnownToKernels } from './isKnownToKernels';
import { KernelModel } from './kernelModel';
import type { LanguageModel } from './languageModel';

/**
 * A model that only reads, of what the started engine computes with.
 * @param values the weights, one after the other; owned from now on
 */
export function modelOf(model: Experiment['model'], vocabulary: number, values: Float32Array): LanguageModel {
  const kernels = engineKernels();
  return kernels && isKnownToKernels(model)
    ? new KernelModel(kernels, model, vocabulary, values)
    : composedModelOf(model, vocabulary, values);
}

/** A model composed of tensor operations, and of the kernels' windows for the layers that they know. */
export function composedModelOf(model: Experiment['model'], vocabulary: number, values: Float32Array): ComposedModel {
  const kernels = engineKernels();
  return new ComposedModel(model, vocabulary, values, kernels && mixedWindow(kernels));
}
