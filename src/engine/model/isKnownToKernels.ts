import type { Experiment } from '../../protocol/experiment';
import { isDerived } from '../cells/free/freeLayer';

/** Whether kernels can carry the whole of a model; otherwise they carry the layers that they know, between tensors. */
export const isKnownToKernels = ({ layers, head }: Experiment['model']): boolean =>
  layers.every(isDerived) && (head?.hidden.length ?? 0) === 0;

/** Whether TensorFlow.js must run for an experiment, also where there are kernels. */
export const needsTensors = ({ model, training }: Pick<Experiment, 'model' | 'training'>): boolean =>
  !isLearnedByKernels({ model, training });

/** Whether kernels can carry the whole of a training; the regulariser differentiates once more by TensorFlow.js. */
export const isLearnedByKernels = ({ model, training }: Pick<Experiment, 'model' | 'training'>): boolean =>
  isKnownToKernels(model) && !training.regulariser;
