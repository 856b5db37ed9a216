import type { Experiment } from '../../protocol/experiment';
import { cellShapeOf } from '../cells/cellShape';

/** A parameter of a model, and where it stands among all of them in one long array. */
export interface Parameter {
  /** PyTorch's name. */
  name: string;
  shape: number[];
  offset: number;
  size: number;
}

/** PyTorch's names of the parameters of layer k. */
export const layerNames = (k: number) => ({
  weightIh: `rnn.weight_ih_l${k}`,
  weightHh: `rnn.weight_hh_l${k}`,
  biasIh: `rnn.bias_ih_l${k}`,
  biasHh: `rnn.bias_hh_l${k}`,
});

/** PyTorch's names of the other parameters. */
export const outerNames = { embedding: 'embedding.weight', headWeight: 'head.weight', headBias: 'head.bias' };

/** The parameters of a model in its order: embedding, layers from the input up, head. */
export function parametersOf({ input, layers }: Experiment['model'], vocabulary: number): Parameter[] {
  const shapes: [string, number[]][] =
    input === 'one-hot' ? [] : [[outerNames.embedding, [vocabulary, input.embedding]]];
  let features = input === 'one-hot' ? vocabulary : input.embedding;
  layers.forEach((layer, k) => {
    const names = layerNames(k);
    const height = cellShapeOf(layer).gates * layer.units;
    shapes.push([names.weightIh, [height, features]], [names.weightHh, [height, layer.units]]);
    shapes.push([names.biasIh, [height]], [names.biasHh, [height]]);
    features = layer.units;
  });
  shapes.push([outerNames.headWeight, [vocabulary, features]], [outerNames.headBias, [vocabulary]]);
  return place(shapes);
}

function place(shapes: [string, number[]][]): Parameter[] {
  let offset = 0;
  return shapes.map(([name, shape]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const parameter = { name, shape, offset, size };
    offset += size;
    return parameter;
  });
}

/** Length of the array that holds all of them. */
export const sizeOf = (parameters: Parameter[]): number => parameters.reduce((sum, { size }) => sum + size, 0);

/** The numbers of one parameter in the array of all. */
export const partOf = (values: Float32Array, { offset, size }: Parameter): Float32Array =>
  values.subarray(offset, offset + size);
