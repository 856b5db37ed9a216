import type { Experiment } from '../../protocol/experiment';
import { constantOf } from '../cells/initialValues';
import { isOfHead } from '../cells/headParameters';
import { addForgetBias } from './forgetBias';
import type { Initialiser, InitialiserOptions } from '../../protocol/initialiserSchema';
import { drawMatrix } from './drawMatrix';
import { outerNames, partOf, sizeOf, type Parameter } from './parameters';
import type { Random } from './random';

/**
 * Initial weights, drawn in the order of the model: embedding normal(0, 1); all else as the options say, by default
 * PyTorch's own: layers uniform within 1 / sqrt(units), head uniform within 1 / sqrt(its inputs). Then the LSTMs' initial
 * forget bias is added. What a person's own cell says of a parameter goes before the options.
 * @see torch.nn.Embedding, torch.nn.RNNBase, torch.nn.Linear: reset_parameters; torch.nn.init
 */
export function initialise(
  model: Experiment['model'],
  parameters: Parameter[],
  random: Random,
  options: InitialiserOptions,
): Float32Array {
  const values = new Float32Array(sizeOf(parameters));
  let headInputs = 0;
  for (const parameter of parameters) {
    const [, below] = parameter.shape;
    if (isOfHead(parameter.name) && below !== undefined) headInputs = below; // a bias follows on its weight
    drawParameter({ model, headInputs }, parameter, partOf(values, parameter), options, random);
  }
  addForgetBias(model.layers, parameters, values);
  return values;
}

function drawParameter(
  place: { model: Experiment['model']; headInputs: number },
  { name, shape, layer, initial }: Parameter,
  part: Float32Array,
  options: InitialiserOptions,
  random: Random,
): void {
  if (name === outerNames.embedding) return fill(part, () => random.normal());
  const units = layer ? place.model.layers[layer.index]!.units : place.headInputs;
  const constant = initial === undefined ? undefined : constantOf(initial);
  if (constant !== undefined) return void part.fill(constant);
  const isKnown = shape.length === 2 || name.includes('bias'); // own cells may have others
  const initialiser = (initial ?? (isKnown ? initialiserOf(name, options) : 'uniform')) as Initialiser | 'zero';
  if (initialiser === 'zero') return;
  if (initialiser === 'uniform') return fill(part, uniformWithin(1 / Math.sqrt(units), random));
  const [rows, columns] = shape as [number, number];
  const isPerGate =
    name !== outerNames.headWeight && rows % units === 0 && (options.perGate || isSquareOnly(initialiser));
  const size = isPerGate ? units * columns : part.length;
  for (let at = 0; at < part.length; at += size) part.set(drawMatrix(initialiser, size / columns, columns, random), at);
}

/** A spectral radius is that of a square matrix: of one gate. */
const isSquareOnly = (initialiser: Initialiser): boolean => typeof initialiser === 'object';

/** How a parameter is drawn; matrices that are none of the three are PyTorch's. */
function initialiserOf(name: string, { input, recurrent, head, bias }: InitialiserOptions): Initialiser | 'zero' {
  if (name.includes('bias')) return bias;
  if (name === outerNames.headWeight) return head;
  if (name.includes('weight_ih')) return input;
  return name.includes('weight_hh') ? recurrent : 'uniform';
}

const uniformWithin = (bound: number, random: Random) => (): number => bound * (2 * random.uniform() - 1);

function fill(part: Float32Array, draw: () => number): void {
  for (let i = 0; i < part.length; i++) part[i] = draw();
}
