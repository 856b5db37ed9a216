import { memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../backend/engine';
import { timeMajor } from './timeMajor';
import { crossEntropy } from './crossEntropy';
import { distance, Golden, goldenWindows, initialOf, layersOf, type GoldenModel } from './testing/golden';
import { disposeModelPass, LanguageModel } from './languageModel';
import { partOf, parametersOf } from './parameters';
import { readWeights } from './readWeights';
import { disposeStates } from './window';

/** One window of a golden model, forward and backward. */
function run(golden: Golden) {
  const model = golden.metadata<GoldenModel>('model');
  const options = { input: model.input, layers: layersOf(model) };
  const values = readWeights(golden.under('weights.'), parametersOf(options, model.vocabulary));
  const network = new LanguageModel(options, model.vocabulary, values);
  const initial = initialOf(golden);
  const gradient = new Float32Array(values.length);
  const pass = network.forward(timeMajor(golden.integers('input'), model.batch), initial, true);
  const entropy = crossEntropy(pass.logits, timeMajor(golden.integers('target'), model.batch));
  const profile = network.backward(pass, entropy.gradient, gradient, true)!;
  const ofLast = network.backwardFromLast(pass, entropy.gradient);
  const final = network.stateAfter(pass, model.window);
  const logits = pass.logits.dataSync();
  const finalNumbers = (part: 'h' | 'c') => final.flatMap((state) => [...state[part]!.dataSync()]);
  const found = {
    logits: laneMajor([...logits], model),
    loss: [entropy.losses.reduce((sum, loss) => sum + loss) / entropy.losses.length],
    gradient: gradient.map((value) => value / (model.batch * model.window)),
    final: { h: finalNumbers('h'), c: model.cell === 'lstm' ? finalNumbers('c') : [] },
    profile,
    reach: ofLast.map(({ total }) => total.map((_, k) => total.at(-1 - k)! / total.at(-1)!)),
    parameters: network.parameters,
  };
  [initial, final].forEach(disposeStates);
  entropy.gradient.dispose();
  disposeModelPass(pass);
  network.dispose();
  return found;
}

/** [time * batch, vocabulary] as [batch, time, vocabulary]. */
function laneMajor(logits: number[], { batch, window, vocabulary }: GoldenModel): number[] {
  return Array.from({ length: batch * window }, (_, row) => {
    const [lane, t] = [Math.floor(row / window), row % window];
    const start = (t * batch + lane) * vocabulary;
    return logits.slice(start, start + vocabulary);
  }).flat();
}

const tolerance = 1e-5;

const everywhere = ['wasm', 'cpu'].flatMap((backend) => goldenWindows.map((name) => ({ backend, name })));

describe.each(everywhere)(
  'the window $name equals what PyTorch computes in float64, on $backend',
  ({ backend, name }) => {
    const golden = new Golden(`windows/${name}.safetensors`);
    let found: ReturnType<typeof run>;
    beforeAll(async () => {
      await startEngine({ engine: 'embedded', kernels: 'reference' });
      await setBackend(backend);
      found = run(golden);
    });

    it('in logits, loss and final state', () => {
      expect(distance(found.logits, golden.numbers('logits'))).toBeLessThan(tolerance);
      expect(distance(found.loss, golden.numbers('loss'))).toBeLessThan(tolerance);
      expect(distance(found.final.h, golden.numbers('final.h'))).toBeLessThan(tolerance);
      if (golden.has('final.c')) expect(distance(found.final.c, golden.numbers('final.c'))).toBeLessThan(tolerance);
    });

    it('in the gradient of every parameter', () => {
      for (const parameter of found.parameters) {
        const apart = distance(partOf(found.gradient, parameter), golden.numbers(`gradient.${parameter.name}`));
        expect(apart, parameter.name).toBeLessThan(tolerance);
      }
    });

    it('in the gradient profile with its carried and local parts', () => {
      for (const part of ['total', 'carried', 'local', 'cell'] as const) {
        if (!golden.has(`profile.${part}`)) continue;
        const curves = found.profile.flatMap((norms) => [...norms[part]!]);
        expect(distance(curves, golden.numbers(`profile.${part}`)), part).toBeLessThan(tolerance);
      }
    });

    it('in the reach, number by number', () => {
      const expected = golden.numbers('reach');
      const apart = found.reach.flatMap((curve) => [...curve]).map((value, i) => Math.abs(value / expected[i]! - 1));
      expect(Math.max(...apart)).toBeLessThan(tolerance);
    });
  },
);

describe('a language model', () => {
  it('leaves no tensor behind', () => {
    const golden = new Golden(`windows/lstmTwoLayers.safetensors`);
    run(golden);
    const before = memory().numTensors;
    run(golden);
    expect(memory().numTensors).toBe(before);
  });
});
