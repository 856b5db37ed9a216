import { tensor, type Tensor, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { viewOf } from '../backend/compute';
import type { HeadWeights } from './head';
import { layerName, outerNames, partOf, type Parameter } from './parameters';
import type { StackWeights } from './window';

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
  const matrix = (name: string) => tensors.get(name) as Tensor2D;
  const vector = (name: string) => tensors.get(name) as Tensor1D;
  const layer = (k: number) =>
    Object.fromEntries(
      parameters.flatMap(({ name, layer }) => (layer?.index === k ? [[layer.stem, tensors.get(name)!]] : [])),
    );
  return {
    stack: {
      embedding: tensors.has(outerNames.embedding) ? matrix(outerNames.embedding) : undefined,
      layers: Array.from({ length: layers }, (_, k) => layer(k)),
    },
    head: { weight: matrix(outerNames.headWeight), bias: vector(outerNames.headBias) },
  };
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
  const tensors = new Map<string, Tensor>([
    [outerNames.headWeight, head.weight],
    [outerNames.headBias, head.bias],
  ]);
  if (embedding) tensors.set(outerNames.embedding, embedding);
  layers.forEach((layer, k) => {
    for (const [stem, tensor] of Object.entries(layer)) tensors.set(layerName(stem, k), tensor);
  });
  return tensors;
}
