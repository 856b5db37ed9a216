import {
  add,
  div,
  grads,
  logSoftmax,
  matMul,
  memory,
  mul,
  neg,
  oneHot,
  sum,
  tensor,
  tensor1d,
  tidy,
  transpose,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../backend/engine';
import { lookUp } from '../backend/differentiable';
import { engineKernels } from '../backend/engineKernels';
import { stemsOf } from '../cells/layerParameters';
import { composedWindow } from './composedWindow';
import { kernelWindow } from './kernelWindow';
import { timeMajor } from './testing/timeMajor';
import { distance, Golden, initialOf, layersOf, type GoldenModel } from '../model/testing/golden';
import { layerName } from '../weights/parameters';
import { startTarget, targets, type Target } from '../model/testing/targets';
import type { MakeWindow } from './window';
import { recurrentWindow } from './windowOperation';

type Weights = Map<string, Tensor>;

const weightsOf = (golden: Golden): Weights =>
  new Map([...golden.under('weights.')].map(([name, { shape, data }]) => [name, tensor(data as Float32Array, shape)]));

/** The gradients by all weights of a golden window, through TensorFlow.js' own differentiation. */
function differentiate(golden: Golden, makeWindow: MakeWindow): Map<string, Float32Array> {
  return tidy(() => {
    const names = [...weightsOf(golden).keys()];
    const loss = (...all: Tensor[]) => meanLoss(golden, new Map(names.map((name, i) => [name, all[i]!])), makeWindow);
    const found = grads(loss)([...weightsOf(golden).values()]);
    return new Map(names.map((name, i) => [name, found[i]!.dataSync() as Float32Array])) as never;
  });
}

function meanLoss(golden: Golden, weights: Weights, makeWindow: MakeWindow): Tensor {
  const { batch, window, vocabulary } = golden.metadata<GoldenModel>('model');
  const hidden = hiddenOf(golden, weights, makeWindow);
  const logits = add(matMul(hidden, transpose(weights.get('head.weight')!)), weights.get('head.bias')!);
  const target = oneHot(tensor1d(timeMajor(golden.integers('target'), batch), 'int32'), vocabulary);
  return div(neg(sum(mul(target, logSoftmax(logits)))), batch * window);
}

function hiddenOf(golden: Golden, weights: Weights, makeWindow: MakeWindow): Tensor2D {
  const model = golden.metadata<GoldenModel>('model');
  const layers = layersOf(model);
  const layerWeights = layers.map((layer, k) => {
    return Object.fromEntries(stemsOf(layer).map((stem) => [stem, weights.get(layerName(stem, k))!]));
  });
  const features = lookUp(
    weights.get('embedding.weight') as Tensor2D,
    timeMajor(golden.integers('input'), model.batch),
  );
  return recurrentWindow(layers, features, initialOf(golden), layerWeights, makeWindow);
}

const windows: [string, () => MakeWindow][] = targets.map((kernels) => [
  kernels,
  () => (engineKernels() ? kernelWindow(engineKernels()!) : composedWindow),
]);

describe.each(windows)('a window as an operation of TensorFlow.js, by %s', (kernels, make) => {
  beforeAll(async () => {
    await startEngine({ engine: 'embedded', kernels: 'reference' }); // the tensors around the window
    await startTarget(kernels as Target);
  });

  it.each(['lstmTwoLayers', 'gruBeforeReplace', 'elmanTwoLayers'])(
    'has the gradients of %s that PyTorch has',
    (name) => {
      const golden = new Golden(`windows/${name}.safetensors`);
      for (const [parameter, gradient] of differentiate(golden, make()))
        expect(distance(gradient, golden.numbers(`gradient.${parameter}`)), parameter).toBeLessThan(1e-5);
    },
  );

  it('leaves no tensor behind, with and without a gradient', () => {
    const golden = new Golden('windows/lstmTwoLayers.safetensors');
    const both = () => [
      differentiate(golden, make()),
      tidy(() => hiddenOf(golden, weightsOf(golden), make()).dataSync() as never),
    ];
    both();
    const before = memory().numTensors;
    both();
    expect(memory().numTensors).toBe(before);
  });
});
