import type { Experiment } from '../../protocol/experiment';
import { backwardSuffix } from '../cells/directions';
import { layerParameters } from '../cells/layerParameters';

/** A parameter of a model, and where it stands among all of them in one long array. */
export interface Parameter {
  /** PyTorch's name. */
  name: string;
  shape: number[];
  offset: number;
  size: number;
  /** Of a recurrent layer: which, from the input up, and its stem there. */
  layer?: { index: number; stem: string };
}

/** PyTorch's name of a parameter of layer k: rnn.weight_ih_l0; of a backward direction rnn.weight_ih_l0_reverse. */
export function layerName(stem: string, k: number): string {
  const isBackward = stem.endsWith(backwardSuffix);
  const own = isBackward ? stem.slice(0, -backwardSuffix.length) : stem;
  return `rnn.${own}_l${k}${isBackward ? backwardSuffix : ''}`;
}

/** PyTorch's names of the other parameters. */
export const outerNames = { embedding: 'embedding.weight', headWeight: 'head.weight', headBias: 'head.bias' };

/** The parameters of a model in its order: embedding, layers from the input up, head. */
export function parametersOf({ input, layers }: Experiment['model'], vocabulary: number): Parameter[] {
  const shapes: Unplaced[] =
    input === 'one-hot' ? [] : [{ name: outerNames.embedding, shape: [vocabulary, input.embedding] }];
  let features = input === 'one-hot' ? vocabulary : input.embedding;
  layers.forEach((layer, k) => {
    for (const { stem, shape } of layerParameters(layer, features))
      shapes.push({ name: layerName(stem, k), shape, layer: { index: k, stem } });
    features = layer.units;
  });
  shapes.push({ name: outerNames.headWeight, shape: [vocabulary, features] });
  return place([...shapes, { name: outerNames.headBias, shape: [vocabulary] }]);
}

type Unplaced = Omit<Parameter, 'offset' | 'size'>;

function place(shapes: Unplaced[]): Parameter[] {
  let offset = 0;
  return shapes.map((unplaced) => {
    const size = unplaced.shape.reduce((product, length) => product * length, 1);
    const parameter = { ...unplaced, offset, size };
    offset += size;
    return parameter;
  });
}

/** Length of the array that holds all of them. */
export const sizeOf = (parameters: Parameter[]): number => parameters.reduce((sum, { size }) => sum + size, 0);

/** The numbers of one parameter in the array of all. */
export const partOf = (values: Float32Array, { offset, size }: Parameter): Float32Array =>
  values.subarray(offset, offset + size);
