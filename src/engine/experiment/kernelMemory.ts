import type { Experiment, Layer } from '../../protocol/experiment';
import { cellShapeOf } from '../cells/cellShape';
import { hasDropout } from '../layers/dropLayers';

/*
 * What network_bytes and pass_bytes of the kernels come to for training, without asking kernels: source/network.c and
 * source/pass.c lay memory out like this. Blocks of units are padded to the longest vectors that there are.
 */

const BYTES = 4;
const VECTOR = 16;
/** Larger vocabularies have no table of what each symbol adds to the gates. */
const MOST_TABLED = 4096;

/** Bytes for the weights with what belongs to them, and for one window. */
export interface KernelMemory {
  weightBytes: number;
  windowBytes: number;
}

/** Memory of training by the kernels. @param slots arrays that the optimiser remembers */
export function kernelMemory(
  { model, training }: Pick<Experiment, 'model' | 'training'>,
  vocabulary: number,
  parameters: number,
  slots: number,
): KernelMemory {
  const rows = training.batch * training.window;
  const states = rows + training.batch;
  return {
    weightBytes: BYTES * ((2 + slots) * parameters + panels(model, vocabulary) + table(model, vocabulary)),
    windowBytes: BYTES * (ends(model, vocabulary) * rows + insides(model.layers, rows, states)),
  };
}

const padded = (count: number): number => Math.ceil(count / VECTOR) * VECTOR;

/** Floats from one row to the next. */
const stride = (count: number): number => padded(count) + 16;

/** Blocks of a row of gates; the reset gate of "after" has its product apart. */
const blocksOf = (layer: Layer): number =>
  layer.cell === 'gru' && layer.reset === 'after' ? 4 : cellShapeOf(layer).gates;

const gateStride = (layer: Layer): number => stride(blocksOf(layer) * padded(layer.units));

/** Weights packed for products, and their transposes. */
function panels({ input, layers }: Experiment['model'], vocabulary: number): number {
  const ofLayers = layers.map((layer, k) => {
    const height = cellShapeOf(layer).gates * padded(layer.units);
    const inputs = k > 0 ? layers[k - 1]!.units : input === 'one-hot' ? 0 : input.embedding;
    const own = layer.units + padded(layer.units);
    return height * (inputs + padded(inputs) + own) + gateStride(layer) + peepholes(layer, own);
  });
  const { units } = layers.at(-1)!;
  return ofLayers.reduce((sum, each) => sum + each, padded(vocabulary) * (units + padded(units)));
}

/** Peephole weights, full ones packed like the others. */
function peepholes(layer: Layer, own: number): number {
  if (layer.cell !== 'lstm' || layer.peephole === 'none') return 0;
  return 3 * padded(layer.units) * (layer.peephole === 'full' ? own : 1);
}

/** What each symbol adds to the gates, the gradient by it, and that of the learned vectors in rows. */
function table({ input, layers }: Experiment['model'], vocabulary: number): number {
  if (input !== 'one-hot' && vocabulary > MOST_TABLED) return 0;
  return vocabulary * (2 * gateStride(layers[0]!) + stride(input === 'one-hot' ? 0 : input.embedding));
}

/** Of one row: symbol, target, loss, the learned vector with its gradient, and the predictions. */
function ends({ input }: Experiment['model'], vocabulary: number): number {
  return 4 + (input === 'one-hot' ? 0 : 2 * stride(input.embedding)) + stride(padded(vocabulary));
}

/** States, gates, gradients by the states, and squares of their norms for the profile and for the reach. */
function insides(layers: Layer[], rows: number, states: number): number {
  const ofLayers = layers.map((layer, k) => {
    const units = stride(padded(layer.units));
    const dropped = hasDropout(layers) && k < layers.length - 1 ? units : 0;
    const isBefore = layer.cell === 'gru' && layer.reset === 'before';
    const ofStates = (cellShapeOf(layer).hasCellState ? 3 : 2) * units + 16;
    return states * ofStates + rows * (gateStride(layer) + (isBefore ? units : 0) + dropped);
  });
  return ofLayers.reduce((sum, each) => sum + each, 0);
}
