import { totalmem } from 'node:os';
import * as l10n from '@vscode/l10n';
import type { Experiment, Layer } from '../../protocol/experiment';
import { UserError } from '../../protocol/userError';
import { formatBytes, formatCount } from '../../protocol/words';
import { cellShapeOf } from '../cells/cellShape';
import { parametersOf, sizeOf } from './parameters';

/** What an experiment amounts to before anything is allocated. */
export interface Estimate {
  parameters: number;
  /** Memory of training: weights, optimiser, and what one window needs; without the process itself. */
  memoryBytes: number;
  /** The matrices of the model and the largest of its windows. */
  matrices: { name: string; shape: number[] }[];
}

/** Share of the machine's memory that training may take. */
const LARGEST_SHARE = 0.7;
/** The WASM heap has 4 GB; some of it goes to gaps between tensors. */
const LARGEST_HEAP_BYTES = 3.5e9;
const BYTES = 4;
/** Copies of every weight in the heap: itself, transposed, both packed for products, and its gradient. */
const HEAP_COPIES = 5;

/** Parameters and memory of an experiment. @param vocabulary number of symbols */
export function estimate(experiment: Experiment, vocabulary: number): Estimate {
  const parameters = parametersOf(experiment.model, vocabulary);
  const size = sizeOf(parameters);
  const { heapBytes, arrayBytes } = memoryOf(experiment, vocabulary, size);
  return {
    parameters: size,
    memoryBytes: heapBytes + arrayBytes,
    matrices: [...parameters, ...windowMatrices(experiment, vocabulary)],
  };
}

/**
 * Refuses what cannot be trained here. (A matrix of 2^31 numbers, beyond what can be indexed, is far beyond that.)
 * @throws UserError naming the memory needed, the memory there is, and which setting to lower
 */
export function checkMemory(experiment: Experiment, vocabulary: number): void {
  const { parameters, memoryBytes } = estimate(experiment, vocabulary);
  const { heapBytes, weightBytes } = memoryOf(experiment, vocabulary, parameters);
  const remedy = lower(weightBytes > memoryBytes / 2, experiment);
  const available = LARGEST_SHARE * totalmem();
  if (memoryBytes > available) throw isMoreThanMachine(memoryBytes, available, remedy);
  if (heapBytes > LARGEST_HEAP_BYTES) throw isMoreThanHeap(heapBytes, remedy);
}

function memoryOf(experiment: Experiment, vocabulary: number, parameters: number) {
  const { batch, window, optimiser } = experiment.training;
  const slots = { adam: 2, rmsprop: 1, sgd: 1 }[optimiser.name];
  const arrayBytes = BYTES * parameters * (2 + slots);
  const heapWeightBytes = BYTES * parameters * HEAP_COPIES;
  const rowBytes = BYTES * floatsOfRow(experiment.model.layers, vocabulary);
  const heapBytes = heapWeightBytes + batch * window * rowBytes;
  return { arrayBytes, heapBytes, weightBytes: arrayBytes + heapWeightBytes };
}

/** Numbers in the heap for one time step of one lane: every layer's tape, the work on one layer, the head. */
function floatsOfRow(layers: Layer[], vocabulary: number): number {
  const tapes = layers.map((layer) => {
    const cell = cellShapeOf(layer);
    return (2 + (cell.hasCellState ? 1 : 0) + cell.keeps.length) * layer.units;
  });
  const work = layers.map((layer) => (5 * cellShapeOf(layer).gates + 8) * layer.units);
  return tapes.reduce((sum, tape) => sum + tape, 0) + Math.max(...work) + 4 * vocabulary;
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
      'This experiment needs about {0} of memory for its tensors; WebAssembly gives it {1}.',
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
