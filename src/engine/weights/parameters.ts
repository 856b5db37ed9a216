import type { Experiment } from '../../protocol/experiment';
import type { InitialValues } from '../cells/initialValues';
import { headParameters } from '../cells/headParameters';
import { backwardSuffix } from '../cells/directions';
import { layerParameters } from '../cells/layerParameters';
import { outputsOf, placesOf, stackPlace } from '../cells/layerWidths';

/** A parameter of a model, and where it stands among all of them in one long array. */
export interface Parameter {
  /** PyTorch's name. */
  name: string;
  shape: number[];
  offset: number;
  size: number;
  /** Of a recurrent layer: which, from the input up, and its stem there. */
  layer?: { index: number; stem: string };
  /** How it begins, where its cell says it. */
  initial?: InitialValues;
}

/** PyTorch's name of a parameter of layer k: rnn.weight_ih_l0; of a backward direction rnn.weight_ih_l0_reverse. */
export function layerName(stem: string, k: number): string {
  const isBackward = stem.endsWith(backwardSuffix);
  const own = isBackward ? stem.slice(0, -backwardSuffix.length) : stem;
  return `rnn.${own}_l${k}${isBackward ? backwardSuffix : ''}`;
}

/** PyTorch's names of the other parameters; those of hidden layers of the head are in headParameters.ts. */
export const outerNames = { embedding: 'embedding.weight', headWeight: 'head.weight', headBias: 'head.bias' };

/** The parameters of a model in its order: embedding, layers from the input up, head. */
export function parametersOf(model: Experiment['model'], vocabulary: number): Parameter[] {
  const { input, layers } = model;
  const stack = stackPlace(model, vocabulary);
  const places = placesOf(layers, stack);
  const outputs = outputsOf(layers.at(-1)!, places.at(-1)!.inputs);
  return place([
    ...(input === 'one-hot' ? [] : [{ name: outerNames.embedding, shape: [vocabulary, input.embedding] }]),
    ...layers.flatMap((layer, k) =>
      layerParameters(layer, places[k]!).map(({ stem, ...parameter }) => ({
        name: layerName(stem, k),
        ...parameter,
        layer: { index: k, stem },
      })),
    ),
    ...headParameters(stack.head, outputs, vocabulary).map(({ stem, shape }) => ({ name: stem, shape })),
  ]);
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
