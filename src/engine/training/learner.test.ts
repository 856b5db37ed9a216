import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { parametersOf, partOf } from '../weights/parameters';
import { readWeights } from '../weights/readWeights';
import { distance, Golden, goldenWindows, layersOf, savedInitialOf, type GoldenModel } from '../model/testing/golden';
import { kernelTargets, nativeTargets, startTarget } from '../model/testing/targets';
import { experimentOf } from '../model/testing/text';
import { timeMajor } from '../layers/testing/timeMajor';
import { learnerOf } from './learnerOf';

/** One golden window learned. The gradient is what momentum remembers after a first update. */
function learn(golden: Golden) {
  const options = golden.metadata<GoldenModel>('model');
  const { batch, window, vocabulary } = options;
  const model = { input: options.input, layers: layersOf(options) };
  const parameters = parametersOf(model, vocabulary);
  const optimiser = { name: 'sgd', momentum: 0.5 };
  const experiment = { ...experimentOf({}, { batch, window, stride: window, optimiser }), model };
  const learner = learnerOf(experiment, vocabulary, readWeights(golden.under('weights.'), parameters));
  learner.state = savedInitialOf(golden);
  const [input, target] = ['input', 'target'].map((name) => timeMajor(golden.integers(name), batch));
  const text = { input: input!, target: target!, epoch: 1, isEpochStart: true, countedFrom: 0 };
  const { loss, gradientNorm, profile, ofLast } = learner.learn(text, { profile: true, reach: true });
  learner.update(0.1, { factor: 1, limit: Infinity });
  const gradient = learner.slots.get('momentum_buffer')!.slice();
  const reach = ofLast!.map(({ total }) => total.map((_, k) => total.at(-1 - k)! / total.at(-1)!));
  const final = learner.state;
  learner.dispose();
  return { loss, gradientNorm, profile: profile!, reach, gradient, final, parameters };
}

const tolerance = 1e-5;
const places = [
  { place: 'tensor operations on wasm', kernels: 'reference', backend: 'wasm' },
  { place: 'tensor operations on cpu', kernels: 'reference', backend: 'cpu' },
  ...nativeTargets.map((kernels) => ({ place: 'native TensorFlow', kernels, backend: undefined })),
  ...kernelTargets.map((kernels) => ({ place: `${kernels} kernels`, kernels, backend: undefined })),
] as const;

const everywhere = places.flatMap((place) => goldenWindows.map((name) => ({ ...place, name })));

describe.each(everywhere)(
  'the window $name, learned by $place, equals what PyTorch computes in float64',
  ({ kernels, backend, name }) => {
    const golden = new Golden(`windows/${name}.safetensors`);
    let found: ReturnType<typeof learn>;
    beforeAll(async () => {
      await startTarget(kernels);
      if (backend) await setBackend(backend);
      found = learn(golden);
    });

    it('in loss and final state', () => {
      expect(distance([found.loss], golden.numbers('loss'))).toBeLessThan(tolerance);
      const final = (part: 'h' | 'c') => found.final.flatMap((state) => [...(state[part]!.data as Float32Array)]);
      expect(distance(final('h'), golden.numbers('final.h'))).toBeLessThan(tolerance);
      if (golden.has('final.c')) expect(distance(final('c'), golden.numbers('final.c'))).toBeLessThan(tolerance);
    });

    it('in the gradient of every parameter and its norm', () => {
      const all: number[] = [];
      for (const parameter of found.parameters) {
        const expected = golden.numbers(`gradient.${parameter.name}`);
        expect(distance(partOf(found.gradient, parameter), expected), parameter.name).toBeLessThan(tolerance);
        all.push(...expected);
      }
      expect(found.gradientNorm / Math.hypot(...all)).toBeCloseTo(1, 5);
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
