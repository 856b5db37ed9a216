import { totalmem } from 'node:os';
import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../protocol/experiment';
import type { EngineRecord } from '../../protocol/run';
import { UserError } from '../../protocol/userError';
import { formatBytes, formatCount } from '../../protocol/words';
import { cellShapeOf } from '../cells/cellShape';
import { placesOf, stackPlace } from '../cells/layerWidths';
import { isLearnedByKernels } from '../model/isKnownToKernels';
import { kernelMemory } from './kernelMemory';
import { headFloats, keptFloats, workFloats } from './layerFloats';
import { optimiserSlots } from '../weights/optimiserSlots';
import { parametersOf, sizeOf } from '../weights/parameters';

/** What computes, as a run records it. */
type Computing = EngineRecord['kernels'];

/** What an experiment amounts to before anything is allocated. */
export interface Estimate {
  parameters: number;
  /** Memory of training: weights, optimiser, and what one window needs; without the process itself. */
  memoryBytes: number;
  /** Of it: weights and what belongs to them, and what one window needs. */
  weightBytes: number;
  windowBytes: number;
  /** The matrices of the model and the largest of its windows. */
  matrices: { name: string; shape: number[] }[];
}

/** Share of the machine's memory that training may take. */
const LARGEST_SHARE = 0.7;
/** Both kinds of WebAssembly memory have 4 GB; some of it goes to gaps and to reading texts. */
const LARGEST_HEAP_BYTES = 3.5e9;
const BYTES = 4;
/** Copies of every weight in the heap of tensors: itself, transposed, both packed for products, and its gradient. */
const HEAP_COPIES = 5;

/**
 * Parameters and memory of an experiment.
 * @param vocabulary number of symbols
 * @param computing what will train it; kernels, as long as nothing is known
 */
export function estimate(experiment: Experiment, vocabulary: number, computing: Computing = 'native'): Estimate {
  const parameters = parametersOf(experiment.model, vocabulary);
  const size = sizeOf(parameters);
  const { weightBytes, windowBytes } = memoryOf(experiment, vocabulary, size, computing);
  return {
    parameters: size,
    memoryBytes: weightBytes + windowBytes,
    weightBytes,
    windowBytes,
    matrices: [...parameters, ...windowMatrices(experiment, vocabulary)],
  };
}

/**
 * Refuses what cannot be trained here. (A matrix of 2^31 numbers, beyond what can be indexed, is far beyond that.)
 * @throws UserError naming the memory needed, the memory there is, and which setting to lower
 */
export function checkMemory(experiment: Experiment, vocabulary: number, computing: Computing = 'native'): void {
  const { parameters, memoryBytes } = estimate(experiment, vocabulary, computing);
  const { heapBytes, weightBytes } = memoryOf(experiment, vocabulary, parameters, computing);
  const remedy = lower(weightBytes > memoryBytes / 2, experiment);
  const available = LARGEST_SHARE * totalmem();
  if (memoryBytes > available) throw isMoreThanMachine(memoryBytes, available, remedy);
  if (computing !== 'native' && heapBytes > LARGEST_HEAP_BYTES) throw isMoreThanHeap(heapBytes, remedy);
}

/** Memory for the weights with what belongs to them, and for one window; and how much of it lies in one heap. */
function memoryOf(experiment: Experiment, vocabulary: number, parameters: number, computing: Computing) {
  const slots = optimiserSlots(experiment.training.optimiser).length;
  if (computing === 'reference' || !isLearnedByKernels(experiment))
    return tensorMemory(experiment, vocabulary, parameters, slots);
  const memory = kernelMemory(experiment, vocabulary, parameters, slots);
  return { ...memory, heapBytes: memory.weightBytes + memory.windowBytes };
}

function tensorMemory({ model, training }: Experiment, vocabulary: number, parameters: number, slots: number) {
  const heapWeightBytes = BYTES * parameters * HEAP_COPIES;
  const windowBytes = training.batch * training.window * BYTES * floatsOfRow({ model, training }, vocabulary);
  const weightBytes = BYTES * parameters * (2 + slots) + heapWeightBytes;
  return { weightBytes, windowBytes, heapBytes: heapWeightBytes + windowBytes };
}

/** Numbers in the heap of tensors for one time step of one lane: every layer's tape, the work on one layer, the head. */
function floatsOfRow({ model, training }: Pick<Experiment, 'model' | 'training'>, vocabulary: number): number {
  const { layers, head } = model;
  const places = placesOf(layers, stackPlace(model, vocabulary));
  const tapes = layers.map((layer, k) => keptFloats(layer, places[k]!));
  const work = layers.map((layer, k) => workFloats(layer, places[k]!) * (training.regulariser ? 2 : 1));
  const ends = 4 * vocabulary + headFloats(head?.hidden ?? []);
  return tapes.reduce((sum, tape) => sum + tape, 0) + Math.max(...work) + ends;
}

/** The largest matrices of a window: the sums before each layer's gates, and the logits. */
function windowMatrices({ model, training }: Experiment, vocabulary: number): { name: string; shape: number[] }[] {
  const rows = training.batch * training.window;
  const sums = model.layers.map((layer, k) => ({
    name: l10n.t('the gates of layer {0} over a window', k + 1),
    shape: [rows, cellShapeOf(layer).gates * layer.units],
  }));
  return [...sums, { name: l10n.t('the predictions over a window'), shape: [rows, vocabulary] }];
}

function isMoreThanMachine(needed: number, available: number, remedy: string): UserError {
  return new UserError(
    l10n.t(
      "This experiment needs about {0} of memory; it may take {1} of this machine's {2}.",
      formatBytes(needed),
      formatBytes(available),
      formatBytes(totalmem()),
    ),
    remedy,
  );
}

function isMoreThanHeap(needed: number, remedy: string): UserError {
  return new UserError(
    l10n.t(
      'This experiment needs about {0} of memory at once; WebAssembly gives it {1}.',
      formatBytes(needed),
      formatBytes(LARGEST_HEAP_BYTES),
    ),
    remedy,
  );
}

function lower(isByWeights: boolean, { model, training }: Experiment): string {
  const units = Math.max(...model.layers.map((layer) => layer.units));
  const widest = model.input === 'one-hot' ? units : Math.max(units, model.input.embedding);
  if (!isByWeights)
    return l10n.t(
      'Lower "batch" (now {0}) or "window" (now {1}) under "training".',
      formatCount(training.batch),
      formatCount(training.window),
    );
  return widest > units
    ? l10n.t('Lower "embedding" (now {0}) under "model".', formatCount(widest))
    : l10n.t('Lower "units" (now {0}) under "model", or use fewer layers.', formatCount(units));
}
