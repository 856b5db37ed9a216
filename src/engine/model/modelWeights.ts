import { tensor, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { viewOf } from '../backend/compute';
import { add } from '../backend/operations';
import type { LayerWeights } from '../cells/layerState';
import { isOfHead } from '../cells/headParameters';
import type { HeadWeights } from './head';
import { layerName, outerNames, partOf, type Parameter } from '../weights/parameters';
import type { StackWeights } from '../layers/window';

/** All weights of a language model, or the gradient by them. */
export interface ModelWeights {
  stack: StackWeights;
  head: HeadWeights;
}

/** The weights that stand in one long array, as tensors. The caller disposes them (disposeWeights). */
export function toTensors(parameters: Parameter[], values: Float32Array, layers: number): ModelWeights {
  const tensors = new Map(
    parameters.map((parameter) => [parameter.name, tensor(partOf(values, parameter).slice(), parameter.shape)]),
  );
  const layer = (k: number) =>
    Object.fromEntries(
      parameters.flatMap(({ name, layer }) => (layer?.index === k ? [[layer.stem, tensors.get(name)!]] : [])),
    );
  return {
    stack: {
      embedding: tensors.get(outerNames.embedding) as Tensor2D | undefined,
      layers: Array.from({ length: layers }, (_, k) => layer(k)),
    },
    head: Object.fromEntries([...tensors].filter(([name]) => isOfHead(name))),
  };
}

/**
 * The stack with the head's weights among those of its last layer, for a cell that reads what the model puts out. They
 * are the same tensors: dispose them once, as the model's.
 */
export const withHead = ({ embedding, layers }: StackWeights, head: HeadWeights): StackWeights => ({
  embedding,
  layers: layers.map((layer, k) => (k === layers.length - 1 ? { ...layer, ...head } : layer)),
});

/** The gradient by all weights, from that of a stack which may know the head (withHead) and that of the head itself. */
export function joinGradients(stack: StackWeights, head: HeadWeights): ModelWeights {
  const own = (layer: LayerWeights, ofHead: boolean) =>
    Object.fromEntries(Object.entries(layer).filter(([name]) => isOfHead(name) === ofHead));
  const shared = own(stack.layers.at(-1)!, true);
  const layers = stack.layers.map((layer) => own(layer, false));
  const sums = Object.entries(head).map(([name, gradient]) => {
    const other = shared[name];
    if (!other) return [name, gradient];
    const sum = add(gradient as Tensor2D, other as Tensor2D);
    [gradient, other].forEach((part) => part.dispose());
    return [name, sum];
  });
  return { stack: { embedding: stack.embedding, layers }, head: Object.fromEntries(sums) as HeadWeights };
}

/** Writes tensors into one long array, in the order of the parameters. */
export function copyInto(values: Float32Array, parameters: Parameter[], weights: ModelWeights): void {
  const tensors = byName(weights);
  for (const parameter of parameters) partOf(values, parameter).set(viewOf(tensors.get(parameter.name)!));
}

/** Releases all tensors. */
export function disposeWeights(weights: ModelWeights): void {
  for (const one of byName(weights).values()) one.dispose();
}

function byName({ stack: { embedding, layers }, head }: ModelWeights): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>(Object.entries(head));
  if (embedding) tensors.set(outerNames.embedding, embedding);
  layers.forEach((layer, k) => {
    for (const [stem, tensor] of Object.entries(layer)) tensors.set(layerName(stem, k), tensor);
  });
  return tensors;
}
