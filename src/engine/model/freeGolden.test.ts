import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { learnerOf } from '../training/learnerOf';
import { parametersOf, partOf } from '../weights/parameters';
import { readWeights } from '../weights/readWeights';
import { distance, Golden } from './testing/golden';
import { startTarget } from './testing/targets';
import { experimentOf } from './testing/text';
import { timeMajor } from '../layers/testing/timeMajor';

const names = readdirSync(join(import.meta.dirname, '../../../test/golden/free')).map((file) => file.split('.')[0]!);

describe.each(['wasm', 'cpu'])('by TensorFlow.js on %s', (backend) => {
  beforeAll(async () => {
    await startTarget('reference');
    await setBackend(backend);
  });

  it.each(names)('%s learns as PyTorch does step by step in float64', (name) => {
    const golden = new Golden(`free/${name}.safetensors`);
    const { batch, window, vocabulary } = golden.metadata<{ batch: number; window: number; vocabulary: number }>(
      'sizes',
    );
    const optimiser = { name: 'sgd', momentum: 0.5 };
    const training = { batch, window, stride: window, overTime: 'sum', optimiser };
    const experiment = experimentOf(golden.metadata<object>('model'), training);
    const parameters = parametersOf(experiment.model, vocabulary);
    const learner = learnerOf(experiment, vocabulary, readWeights(golden.under('weights.'), parameters));
    const [input, target] = ['input', 'target'].map((each) => timeMajor(golden.integers(each), batch));
    const text = { input: input!, target: target!, epoch: 1, isEpochStart: true, countedFrom: 0 };
    const { loss, profile, ofLast } = learner.learn(text, { profile: true, reach: true });
    expect(distance([loss], golden.numbers('loss'))).toBeLessThan(1e-5);
    expect(distance(profile![0]!.total.slice(1), golden.numbers('profile.total'))).toBeLessThan(1e-5);
    expect(distance(ofLast![0]!.total.slice(1), golden.numbers('reach.total'))).toBeLessThan(1e-5);
    learner.update(0.1, { factor: 1, limit: Infinity });
    const gradient = learner.slots.get('momentum_buffer')!;
    for (const parameter of parameters)
      expect(
        distance(partOf(gradient, parameter), golden.numbers(`gradient.${parameter.name}`)),
        parameter.name,
      ).toBeLessThan(1e-5);
    learner.dispose();
  });
});
