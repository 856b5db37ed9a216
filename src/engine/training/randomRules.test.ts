import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { experimentSchema, type Experiment } from '../../protocol/experiment';
import { Random } from '../weights/random';
import { kernelTargets, startTarget } from '../model/testing/targets';
import { datasetOf, scramble } from '../model/testing/text';
import { Training } from './training';

const dataset = datasetOf(scramble(260));

/** Draws of one of some things, and of numbers. */
class Dice {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = Random.fromSeed(seed);
  }

  one<T>(...choices: T[]): T {
    return choices[this.random.nextUint32() % choices.length]!;
  }

  whole(from: number, to: number): number {
    return from + (this.random.nextUint32() % (to - from + 1));
  }
}

function optimiser(dice: Dice): object {
  const weightDecay = dice.one(0, 0, 0.05);
  const learningRate = dice.one(0.001, 0.01);
  const name = dice.one('adam', 'adamw', 'rmsprop', 'adagrad', 'sgd');
  if (name !== 'sgd') return { name, learningRate, weightDecay };
  const momentum = dice.one(0, 0.5, 0.9);
  return {
    name,
    learningRate: 10 * learningRate,
    weightDecay,
    momentum,
    nesterov: momentum > 0 && dice.one(true, false),
  };
}

function schedule(dice: Dice): object {
  const warmUp = dice.one(0, 0, 2);
  return dice.one<object>(
    { name: 'constant', warmUp },
    { name: 'step', every: 2, factor: 0.5, warmUp },
    { name: 'cosine', steps: dice.whole(1, 6), warmUp },
    { name: 'cosine', least: 0.0005, warmUp },
    { name: 'plateau', patience: dice.whole(0, 1), cooldown: dice.whole(0, 2), warmUp },
  );
}

function init(dice: Dice): object {
  const one = () => dice.one('uniform', 'xavier-normal', 'xavier-uniform', 'kaiming-normal', 'orthogonal', 'identity');
  const recurrent = dice.one<unknown>(one(), { name: 'spectral-radius', radius: dice.one(0.5, 0.9, 1.1) });
  return { input: one(), recurrent, head: one(), bias: dice.one('uniform', 'zero'), perGate: dice.one(true, false) };
}

/** A valid experiment of small size with any rules. */
function drawExperiment(seed: number): Experiment {
  const dice = new Dice(seed);
  const window = dice.whole(1, 7);
  const clip = dice.one<unknown>({ norm: dice.one(0.1, 1) }, { value: dice.one(0.01, 0.1) }, 'off');
  const canBeRandom = typeof clip === 'object' && clip !== null && 'norm' in clip;
  const cells = [{ cell: 'lstm' }, { cell: 'gru', reset: dice.one('after', 'before') }, { cell: 'elman' }];
  return experimentSchema.parse({
    data: { path: 'text.txt' },
    model: {
      input: dice.one<unknown>('one-hot', { embedding: dice.whole(1, 6) }),
      layers: Array.from({ length: dice.whole(1, 2) }, () => ({
        ...dice.one<object>(...cells),
        units: dice.whole(1, 9),
      })),
    },
    training: {
      ...{ batch: dice.whole(1, 4), window, stride: dice.whole(1, window), carryState: dice.one(true, false) },
      ...{ overTime: dice.one('mean', 'sum'), optimiser: optimiser(dice), schedule: schedule(dice), init: init(dice) },
      ...{ clip, onNonFinite: dice.one('stop', 'skip', canBeRandom ? 'randomStep' : 'skip') },
      earlyStopping: dice.one<unknown>('off', { patience: 1 }),
    },
  });
}

/** Five steps, the validation loss measured after each. */
async function trained(experiment: Experiment, kernels: 'reference' | (typeof kernelTargets)[number]) {
  await startTarget(kernels);
  const before = memory().numTensors;
  const training = Training.create({ experiment, dataset });
  const results = Array.from({ length: 5 }, () => {
    const { loss, gradientNorm, clippedNorm, learningRate } = training.takeStep({ profile: true, reach: true });
    return { loss, gradientNorm, clippedNorm, learningRate, validation: training.validate()! };
  });
  training.dispose();
  expect(memory().numTensors).toBe(before);
  return results;
}

const [first] = kernelTargets;

describe.each(Array.from({ length: 60 }, (_, i) => i + 1))('rules drawn at random (%i)', (seed) => {
  it('train five steps by the kernels as by the reference', async () => {
    const experiment = drawExperiment(seed);
    const expected = await trained(experiment, 'reference');
    const found = await trained(experiment, first!);
    found.forEach((step, i) => {
      for (const [name, number] of Object.entries(step)) {
        const wanted = expected[i]![name as keyof typeof step];
        expect(Number.isFinite(number)).toBe(true);
        const apart = Math.abs(number - wanted);
        expect(apart, `${name} of step ${i + 1}: ${number}`).toBeLessThanOrEqual(1e-4 * Math.abs(wanted));
      }
    });
  });
});
