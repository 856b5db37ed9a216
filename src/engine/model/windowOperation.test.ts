import {
  grads,
  logSoftmax,
  matMul,
  memory,
  mul,
  neg,
  sum,
  oneHot,
  tensor,
  tensor1d,
  add,
  div,
  transpose,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../backend/engine';
import { timeMajor } from '../training/timeMajor';
import { distance, Golden, layersOf, type GoldenModel } from './golden.testing';
import { layerNames } from './parameters';
import { lookUp, recurrentWindow } from './windowOperation';

/** The gradients by all weights of a golden window, through TensorFlow.js' own differentiation. */
function differentiate(golden: Golden): Map<string, Float32Array> {
  const model = golden.metadata<GoldenModel>('model');
  const weights = golden.under('weights.');
  const names = [...weights.keys()];
  const tensorOf = (name: string) => {
    const { shape, data } = weights.get(name)!;
    return tensor(data as Float32Array, shape);
  };
  const found = grads((...all: Tensor[]) => meanLoss(golden, model, new Map(names.map((name, i) => [name, all[i]!]))))(
    names.map(tensorOf),
  );
  const numbers = new Map(names.map((name, i) => [name, found[i]!.dataSync().slice() as Float32Array]));
  found.forEach((gradient) => gradient.dispose());
  return numbers;
}

function meanLoss(golden: Golden, model: GoldenModel, weights: Map<string, Tensor>): Tensor {
  const { batch, units, window, vocabulary } = model;
  const matrix = (name: string) => weights.get(name) as Tensor2D;
  const stateOf = (name: string, k: number) =>
    tensor(
      golden.numbers(name).slice(k * batch * units, (k + 1) * batch * units),
      [batch, units],
      'float32',
    ) as Tensor2D;
  const layers = layersOf(model);
  const initial = layers.map((_, k) => ({
    h: stateOf('state.h', k),
    c: golden.has('state.c') ? stateOf('state.c', k) : undefined,
  }));
  const layerWeights = layers.map((_, k) => {
    const names = layerNames(k);
    const vector = (name: string) => weights.get(name) as Tensor1D;
    return {
      weightIh: matrix(names.weightIh),
      weightHh: matrix(names.weightHh),
      biasIh: vector(names.biasIh),
      biasHh: vector(names.biasHh),
    };
  });
  const features = lookUp(matrix('embedding.weight'), timeMajor(golden.integers('input'), batch));
  const hidden = recurrentWindow(layers, features, initial, layerWeights);
  const logits = add(matMul(hidden, transpose(matrix('head.weight'))), matrix('head.bias'));
  const target = oneHot(tensor1d(timeMajor(golden.integers('target'), batch), 'int32'), vocabulary);
  return div(neg(sum(mul(target, logSoftmax(logits)))), batch * window);
}

beforeAll(async () => {
  await startEngine({ engine: 'embedded', kernels: 'reference' });
});

describe('a window as an operation of TensorFlow.js', () => {
  it.each(['lstmTwoLayers', 'gruBeforeReplace', 'elmanTwoLayers'])(
    'has the gradients of %s that PyTorch has',
    (name) => {
      const golden = new Golden(`windows/${name}.safetensors`);
      for (const [parameter, gradient] of differentiate(golden))
        expect(distance(gradient, golden.numbers(`gradient.${parameter}`)), parameter).toBeLessThan(1e-5);
    },
  );

  it('leaves no tensor behind, with and without a gradient', () => {
    const golden = new Golden('windows/lstmTwoLayers.safetensors');
    differentiate(golden);
    const before = memory().numTensors;
    differentiate(golden);
    expect(memory().numTensors - before).toBe(golden.under('weights.').size); // the weights that this test made
  });
});
