import { tensor2d, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Layer } from '../../protocol/experiment';
import { startEngine } from '../backend/engine';
import { engineKernels } from '../backend/engineKernels';
import { stackPlace } from '../cells/layerWidths';
import type { MaskDraw } from '../kernels/dropout';
import { composedWindow } from './composedWindow';
import { kernelWindow } from './kernelWindow';
import { toTensors } from '../model/modelWeights';
import { parametersOf, sizeOf } from '../weights/parameters';
import { Random } from '../weights/random';
import { distance } from '../model/testing/golden';
import { kernelTargets, startTarget } from '../model/testing/targets';
import { experimentOf } from '../model/testing/text';
import { disposePass, disposeStates, type MakeWindow, type WindowInput } from './window';

const random = Random.fromSeed(3);
const [batch, time, vocabulary] = [3, 7, 6];
const layers = [
  { cell: 'lstm', units: 5, peephole: 'full', dropout: 0.4 },
  { cell: 'gru', reset: 'before', units: 7, dropout: 0.6 },
  { cell: 'elman', units: 4 },
];
const numbers = (length: number) => Float32Array.from({ length }, () => random.normal());
const matrix = (height: number, width: number) => tensor2d(numbers(height * width), [height, width]);

/** All that one window gives, by name, as plain numbers. */
function everything(make: MakeWindow, model: { input: unknown; layers: Layer[] }, parts: Parts): Map<string, number[]> {
  const weights = toTensors(parametersOf(model as never, vocabulary), parts.values, layers.length).stack;
  const input = parts.features ?? parts.symbols;
  const given = parts.features ? { layers: weights.layers } : weights;
  const window = make(model.layers, given, stackPlace(model as never, vocabulary));
  const pass = window.forward(input as WindowInput, parts.initial, 'gradients', parts.masks);
  const found = new Map<string, number[]>();
  const put = (name: string, of: Tensor | undefined) => of && found.set(name, [...of.dataSync()]);
  put('output', pass.output);
  window.stateAfter(pass, 4).forEach(({ h, c }, k) => [put(`h ${k}`, h), put(`c ${k}`, c)]);
  for (const wantsWeights of [true, false]) {
    const gradient = window.backward(pass, parts.outputGradient, { weights: wantsWeights, norms: true });
    put('input', gradient.input);
    gradient.initial.forEach(({ h, c }, k) => [put(`dh ${k}`, h), put(`dc ${k}`, c)]);
    gradient.norms!.forEach((norms, k) =>
      Object.entries(norms).forEach(([name, curve]) => found.set(`${name} ${k}`, [...(curve as Float32Array)])),
    );
    put('embedding', gradient.weights?.embedding);
    gradient.weights?.layers.forEach((layer, k) =>
      Object.entries(layer).forEach(([name, of]) => put(`${name} ${k}`, of as Tensor)),
    );
    disposeStates(gradient.initial);
  }
  disposePass(pass);
  window.dispose();
  return found;
}

interface Parts {
  values: Float32Array;
  symbols: Int32Array;
  features?: Tensor2D;
  initial: { h: Tensor2D; c?: Tensor2D }[];
  outputGradient: Tensor2D;
  masks?: MaskDraw;
}

describe.each(kernelTargets)('a window that %s kernels carry between tensors', (kernels) => {
  beforeAll(async () => {
    await startEngine({ engine: 'embedded', kernels: 'reference' }); // the tensors around the window
    await startTarget(kernels);
  });

  it.each([
    ['learned vectors', { embedding: 9 }, false, undefined],
    ['one-hot symbols', 'one-hot', false, undefined],
    ['features', { embedding: 9 }, true, undefined],
    ['learned vectors, with dropout,', { embedding: 9 }, false, { seed: 5, step: 8 }],
  ])('gives from %s what the composed one gives', (_, input, hasFeatures, masks) => {
    const { model } = experimentOf({ input, layers });
    const initial = model.layers.map(({ cell, units }) => ({
      h: matrix(batch, units),
      c: cell === 'lstm' ? matrix(batch, units) : undefined,
    }));
    const parts: Parts = {
      values: numbers(sizeOf(parametersOf(model, vocabulary))).map((value) => value / 3),
      symbols: Int32Array.from({ length: time * batch }, () => Math.floor(random.uniform() * vocabulary)),
      features: hasFeatures ? matrix(time * batch, 9) : undefined,
      initial,
      outputGradient: matrix(time * batch, 4),
      masks,
    };
    const found = everything(kernelWindow(engineKernels()!), model, parts);
    const expected = everything(composedWindow, model, parts);
    expect([...found.keys()]).toEqual([...expected.keys()]);
    for (const [name, expectedNumbers] of expected)
      expect(distance(found.get(name)!, expectedNumbers), name).toBeLessThan(1e-5);
  });
});
