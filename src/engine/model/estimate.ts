import { totalmem } from 'node:os';
import { t } from '@vscode/l10n';
import type { Experiment, Layer } from '../../protocol/experiment';
import { UserError } from '../../protocol/userError';
import { formatBytes, formatCount } from '../../protocol/words';
import { cellOf } from '../cells/cellOf';
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
const LARGEST_MATRIX = 2 ** 31 - 1;
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
 * Refuses what cannot be trained here.
 * @throws UserError naming the memory needed, the memory there is, and which setting to lower
 */
export function checkMemory(experiment: Experiment, vocabulary: number): void {
  const { parameters, memoryBytes, matrices } = estimate(experiment, vocabulary);
  const { heapBytes, weightBytes } = memoryOf(experiment, vocabulary, parameters);
  const remedy = lower(weightBytes > memoryBytes / 2, experiment);
  for (const { name, shape } of matrices) {
    if (shape.reduce((product, length) => product * length, 1) > LARGEST_MATRIX) throw isTooLarge(name, shape, remedy);
  }
  const there = LARGEST_SHARE * totalmem();
  if (memoryBytes > there) {
    throw new UserError(
      t(
        "This experiment needs about {0} of memory; it may take {1} of this machine's {2}.",
        formatBytes(memoryBytes),
        formatBytes(there),
        formatBytes(totalmem()),
      ),
      remedy,
    );
  }
  if (heapBytes > LARGEST_HEAP_BYTES) {
    throw new UserError(
      t(
        'This experiment needs about {0} of memory; WebAssembly has {1}.',
        formatBytes(heapBytes),
        formatBytes(LARGEST_HEAP_BYTES),
      ),
      remedy,
    );
  }
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
    const cell = cellOf(layer);
    return (2 + (cell.hasCellState ? 1 : 0) + cell.keeps.length) * layer.units;
  });
  const work = layers.map((layer) => (5 * cellOf(layer).gates + 8) * layer.units);
  return tapes.reduce((sum, tape) => sum + tape, 0) + Math.max(...work) + 4 * vocabulary;
}

/** The largest matrices of a window: the sums before each layer's gates, and the logits. */
function windowMatrices({ model, training }: Experiment, vocabulary: number): { name: string; shape: number[] }[] {
  const rows = training.batch * training.window;
  const sums = model.layers.map((layer, k) => ({
    name: t('the gates of layer {0} over a window', k + 1),
    shape: [rows, cellOf(layer).gates * layer.units],
  }));
  return [...sums, { name: t('the predictions over a window'), shape: [rows, vocabulary] }];
}

function isTooLarge(name: string, shape: number[], remedy: string): UserError {
  const size = shape.map((length) => formatCount(length)).join(' × ');
  return new UserError(
    t('{0} would have {1} numbers, more than {2}.', name, size, formatCount(LARGEST_MATRIX)),
    remedy,
  );
}

function lower(isByWeights: boolean, { model, training }: Experiment): string {
  const units = Math.max(...model.layers.map((layer) => layer.units));
  const widest = model.input === 'one-hot' ? units : Math.max(units, model.input.embedding);
  if (!isByWeights)
    return t(
      'Lower "batch" (now {0}) or "window" (now {1}) under "training".',
      formatCount(training.batch),
      formatCount(training.window),
    );
  return widest > units
    ? t('Lower "embedding" (now {0}) under "model".', formatCount(widest))
    : t('Lower "units" (now {0}) under "model", or use fewer layers.', formatCount(units));
}
