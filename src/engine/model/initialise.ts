import type { Experiment } from '../../protocol/experiment';
import { isOfHead } from '../cells/headParameters';
import { addForgetBias } from './forgetBias';
import { outerNames, partOf, sizeOf, type Parameter } from './parameters';
import type { Random } from './random';

/**
 * PyTorch's own initial weights, drawn in the order of the model: embedding normal(0, 1); layers uniform within
 * 1 / sqrt(units), and the LSTMs' initial forget bias; head uniform within 1 / sqrt(its inputs).
 * @see torch.nn.Embedding, torch.nn.RNNBase, torch.nn.Linear: reset_parameters
 */
export function initialise(model: Experiment['model'], parameters: Parameter[], random: Random): Float32Array {
  const values = new Float32Array(sizeOf(parameters));
  let headInputs = 0;
  for (const parameter of parameters) {
    const [, below] = parameter.shape;
    if (isOfHead(parameter.name) && below !== undefined) headInputs = below; // a bias follows on its weight
    const draw = drawing(model, parameter.name, headInputs, random);
    const part = partOf(values, parameter);
    for (let i = 0; i < part.length; i++) part[i] = draw();
  }
  addForgetBias(model.layers, parameters, values);
  return values;
}

function drawing({ layers }: Experiment['model'], name: string, headInputs: number, random: Random): () => number {
  if (name === outerNames.embedding) return () => random.normal();
  const layer = /_l(\d+)$/.exec(name)?.[1];
  const bound = 1 / Math.sqrt(layer === undefined ? headInputs : layers[Number(layer)]!.units);
  return () => bound * (2 * random.uniform() - 1);
}
