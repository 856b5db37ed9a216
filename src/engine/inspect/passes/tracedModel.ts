import type { Experiment } from '../../../protocol/experiment';
import { engineKernels } from '../../backend/engineKernels';
import type { Kernels } from '../../kernels/kernels';
import { ComposedModel } from '../../model/composedModel';
import { isKnownToKernels } from '../../model/isKnownToKernels';
import { KernelModel } from '../../model/kernelModel';
import { ChainedBlocksPass, type BlocksPass } from './blocksPass';
import { KernelBlocksPass, KernelGradientPass, KernelTracePass } from './kernelPasses';
import { ComposedGradientPass, ComposedTracePass } from './composedPasses';
import { PlainNetwork } from '../plain/plainNetwork';
import { PlainGradientPass, PlainTracePass } from './plainPasses';
import { StateLayout } from './stateLayout';
import type { GradientPass, TracePass } from './tracePass';

/** A model whose inside can be looked at. The caller disposes its passes before it. */
export interface TracedModel {
  readonly model: Experiment['model'];
  /** Number of symbols. */
  readonly vocabulary: number;
  readonly states: StateLayout;
  /** The model in plain numbers, to explain and to play with. */
  readonly plain: PlainNetwork;
  /** Multiplications of a time step, about. */
  readonly cost: number;
  tracePass(lanes: number, window: number, keepsGates: boolean): TracePass;
  gradientPass(lanes: number, window: number): GradientPass;
  blocksPass(lanes: number, block: number): BlocksPass;
  dispose(): void;
}

/**
 * A model traced by kernels; in plain numbers where there are none; by tensor operations where kernels do not know it, or
 * a layer of it is the person's own, for which TensorFlow.js must run.
 * @param values the weights, one after the other
 * @param kernels those of the started engine unless told; null for plain numbers
 */
export function tracedModelOf(
  model: Experiment['model'],
  vocabulary: number,
  values: Float32Array,
  kernels: Kernels | null = engineKernels() ?? null,
): TracedModel {
  const states = new StateLayout(model, vocabulary);
  const plain = new PlainNetwork(model, vocabulary, values);
  const passes = passesOf(plain, states, values, kernels);
  const dispose = (): void => {
    passes.dispose();
    plain.dispose();
  };
  return { ...passes, model, vocabulary, states, plain, cost: values.length, dispose };
}

function passesOf(plain: PlainNetwork, states: StateLayout, values: Float32Array, kernels: Kernels | null): Passes {
  const { model, vocabulary } = plain;
  if (kernels && isKnownToKernels(model))
    return kernelPasses(new KernelModel(kernels, model, vocabulary, values), states);
  if (!kernels && plain.goesBack) return plainPasses(plain, states);
  return composedPasses(new ComposedModel(model, vocabulary, values), states);
}

type Passes = Pick<TracedModel, 'tracePass' | 'gradientPass' | 'blocksPass' | 'dispose'>;

const kernelPasses = (model: KernelModel, states: StateLayout): Passes => ({
  tracePass: (lanes, window, gates) => new KernelTracePass(model.network.pass(lanes, window, { gates }), states),
  gradientPass: (lanes, window) => new KernelGradientPass(model.network.pass(lanes, window, everything), states),
  blocksPass: (lanes, block) => new KernelBlocksPass(model.network.pass(lanes, block, everything), states),
  dispose: () => model.dispose(),
});

/** Passes that know one text at a time read blocks by chaining them. */
const withBlocks = (states: StateLayout, passes: Omit<Passes, 'blocksPass'>): Passes => ({
  ...passes,
  blocksPass: (lanes, block) =>
    new ChainedBlocksPass(states, passes.tracePass(lanes, block, true), passes.gradientPass(1, block)),
});

/** The passes of a composed model. */
export const composedPasses = (model: ComposedModel, states: StateLayout): Passes =>
  withBlocks(states, {
    tracePass: (lanes, window) => new ComposedTracePass(model, states, lanes, window),
    gradientPass: (lanes, window) => new ComposedGradientPass(model, states, lanes, window),
    dispose: () => model.dispose(),
  });

const everything = { gates: true, gradients: true, stateGradients: true };

/** The passes of a model in plain numbers, whose cells all go back. */
export const plainPasses = (network: PlainNetwork, states: StateLayout): Passes =>
  withBlocks(states, {
    tracePass: (lanes, window) => new PlainTracePass(network, states, lanes, window),
    gradientPass: (lanes, window) => new PlainGradientPass(network, states, lanes, window),
    dispose: () => undefined,
  });
