import type { Experiment } from '../../protocol/experiment';
import { engineKernels } from '../backend/engineKernels';
import { isLearnedByKernels } from '../model/isKnownToKernels';
import { KernelModel } from '../model/kernelModel';
import { composedModelOf } from '../model/modelOf';
import { optimiserSlots } from '../weights/optimiserSlots';
import { ComposedLearner } from './composedLearner';
import { KernelLearner } from './kernelLearner';
import { kernelOptimiserOf } from './kernelOptimiser';
import type { Learner } from './learner';

/**
 * A learner of what the started engine computes with.
 * @param values the weights to begin with, one after the other; owned from now on
 */
export function learnerOf({ model, training }: Experiment, vocabulary: number, values: Float32Array): Learner {
  const kernels = engineKernels();
  if (!kernels || !isLearnedByKernels({ model, training }))
    return new ComposedLearner(composedModelOf(model, vocabulary, values), training);
  const slots = optimiserSlots(training.optimiser).length;
  const network = new KernelModel(kernels, model, vocabulary, values, slots);
  return new KernelLearner(network, training, kernelOptimiserOf(training.optimiser));
}
