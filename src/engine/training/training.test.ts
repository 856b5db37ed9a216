import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../protocol/userError';
import { decodeSafetensors } from '../formats/safetensors';
import { bothForms, startTarget, targets } from '../model/testing/targets';
import { datasetOf, experimentOf, plain, scramble } from '../model/testing/text';
import { held } from './testing/held';
import { Training } from './training';

const text = datasetOf(scramble(700));
const cells = ['lstm', 'gru', 'elman'].map((cell) => ({ cell, units: 5 }));

/** The losses of the first steps. */
function losses(training: Training, steps: number): number[] {
  return Array.from({ length: steps }, () => training.takeStep(plain).loss);
}

function trained(experiment = experimentOf({}), steps = 0, dataset = text): Training {
  const training = Training.create({ experiment, dataset });
  losses(training, steps);
  return training;
}

describe.each(targets)('by %s:', (kernels) => {
  beforeAll(() => startTarget(kernels));

  describe('training', () => {
    it('counts its steps, epochs and parameters', () => {
      const training = trained(experimentOf({ input: 'one-hot' }, { epochs: 3 }));
      const perEpoch = Math.floor(Math.floor(629 / 3) / 8);
      expect(training.stepsPerEpoch).toBe(perEpoch);
      expect(training.totalSteps).toBe(3 * perEpoch);
      expect(training.parameters).toBe(4 * 6 * (8 + 6 + 2) + 8 * 6 + 8);
      losses(training, perEpoch);
      expect([training.step, training.epoch]).toEqual([perEpoch, 1]);
      expect(training.takeStep(plain)).toMatchObject({ step: perEpoch + 1, epoch: 2 });
      expect(trained(experimentOf({}, { steps: 7 })).totalSteps).toBe(7);
    });

    it.each(['adam', 'rmsprop', 'sgd'])('learns a pattern by %s and continues it', (name) => {
      const dataset = datasetOf('CEFT'.repeat(60));
      const experiment = experimentOf(
        { input: 'one-hot' },
        { optimiser: { name, learningRate: name === 'sgd' ? 2 : 0.03 } },
      );
      const training = trained(experiment, 150, dataset);
      expect(training.takeStep(plain).loss).toBeLessThan(0.1);
      expect(training.validate()).toBeLessThan(0.1);
      expect(training.sample({ length: 10, temperature: 0.5, prime: 'FTCE', seed: 1 })).toBe('FTCEFTCEFT');
      training.dispose();
    });

    it('gives the same bits for the same seed and others for another', () => {
      const run = (seed: number) => losses(trained(experimentOf({ layers: cells }, { seed })), 30);
      expect(run(1)).toEqual(run(1));
      expect(run(2)[0]).not.toBe(run(1)[0]);
    });

    it('holds as much after 200 steps as before, in tensors and in the memory of kernels, with everything measured', () => {
      const training = trained(experimentOf({ layers: cells }, { window: 3, validationSymbols: 20 }), 1);
      const step = (i: number) => {
        training.takeStep({ profile: i % 2 === 0, reach: i % 3 === 0 });
        if (i % 40 === 0) training.validate();
        if (i % 40 === 20) training.sample({ length: 5, temperature: 1 });
      };
      for (let i = 0; i < 40; i++) step(i);
      const before = held();
      for (let i = 40; i < 240; i++) step(i);
      expect(held()).toEqual(before);
      training.dispose();
    });

    it('leaves nothing behind, neither tensors nor memory of kernels', () => {
      const before = held();
      const training = trained(experimentOf({ layers: cells }), 3);
      training.takeStep({ profile: true, reach: true });
      training.validate();
      training.sample({ length: 5, temperature: 1 });
      const { tensors, kernelBytes } = held();
      expect(tensors + kernelBytes).toBeGreaterThan(before.tensors + before.kernelBytes);
      training.dispose();
      expect(held()).toEqual(before);
    });

    it('changes its learning rate by hand', () => {
      const training = trained();
      training.learningRate = 1e-30;
      const [first] = losses(training, training.stepsPerEpoch);
      expect(training.takeStep(plain).loss).toBe(first); // the next epoch begins with the same window and weights
    });
  });
});

describe.each(bothForms)('by %s:', (kernels) => {
  beforeAll(() => startTarget(kernels));

  describe('truncated backpropagation through time', () => {
    const still = { optimiser: { name: 'sgd', learningRate: 1e-30 }, clip: 'off', batch: 2 };

    it('counts every time step once where windows overlap, with the state of the time step that is next', () => {
      const overlapping = losses(trained(experimentOf({}, { ...still, window: 8, stride: 4 })), 10);
      const adjoining = losses(trained(experimentOf({}, { ...still, window: 4 })), 11);
      expect(overlapping[0]).toBeCloseTo((adjoining[0]! + adjoining[1]!) / 2, 6);
      for (let i = 1; i < 10; i++) expect(overlapping[i]).toBeCloseTo(adjoining[i + 1]!, 6);
    });

    it('looks further back with a longer window: the gradient differs, the loss does not', () => {
      const steps = (window: number) => {
        const training = trained(experimentOf({}, { ...still, window, stride: 4 }));
        return [training.takeStep(plain), training.takeStep(plain), training.takeStep(plain)];
      };
      const [short, long] = [steps(4), steps(8)];
      expect(long[1]!.loss).toBeCloseTo(short[2]!.loss, 6);
      expect(Math.abs(long[1]!.gradientNorm / short[2]!.gradientNorm - 1)).toBeGreaterThan(1e-4);
    });

    it('begins every window at zero where the state is not carried', () => {
      const carried = losses(trained(experimentOf({}, still)), 3);
      const cut = losses(trained(experimentOf({}, { ...still, carryState: false })), 3);
      expect(cut[0]).toBe(carried[0]);
      expect(cut[1]).not.toBe(carried[1]);
      const training = trained(experimentOf({}, { ...still, batch: 1 }));
      const oneLane = datasetOf(scramble(700));
      const second = { ...oneLane, validation: oneLane.training.slice(8, 17) };
      const alone = Training.create({ experiment: experimentOf({}, { ...still, batch: 1 }), dataset: second });
      const cutLane = losses(trained(experimentOf({}, { ...still, batch: 1, carryState: false })), 2);
      expect(alone.validate()).toBeCloseTo(cutLane[1]!, 6);
      expect(training.validate()).not.toBeCloseTo(cutLane[1]!, 3);
    });

    it('has a gradient as many times as large where losses are summed over time, and the same loss', () => {
      const [mean, sum] = ['mean', 'sum'].map((overTime) =>
        trained(experimentOf({}, { ...still, overTime })).takeStep(plain),
      );
      expect(sum!.loss).toBe(mean!.loss);
      expect(sum!.gradientNorm / mean!.gradientNorm).toBeCloseTo(8, 5);
      const second = ['mean', 'sum'].map((overTime) => {
        const training = trained(experimentOf({}, { ...still, overTime, stride: 3 }), 1);
        return training.takeStep(plain).gradientNorm;
      });
      expect(second[1]! / second[0]!).toBeCloseTo(3, 5); // of eight time steps three count
    });

    it('reports the norm before and after clipping', () => {
      const clipped = trained(experimentOf({}, { clip: { norm: 0.01 } })).takeStep(plain);
      const free = trained(experimentOf({}, { clip: 'off' })).takeStep(plain);
      expect(clipped.gradientNorm).toBe(free.gradientNorm);
      expect(free.clippedNorm).toBe(free.gradientNorm);
      expect(clipped.clippedNorm).toBeCloseTo(0.01, 5);
    });
  });

  describe('what a step records', () => {
    it('follows the fields: layer by layer total, carried, local and cell, of displayed gradients', () => {
      const training = trained(experimentOf({ layers: cells }));
      const { profile, reach } = training.takeStep({ profile: true, reach: true });
      const named = training.fields.profile.map(({ quantity, layer, length }) => `${quantity} ${layer} ${length}`);
      const each = (layer: number) => ['total', 'carried', 'local'].map((quantity) => `${quantity} ${layer} 9`);
      expect(named).toEqual([...each(0), 'cell 0 9', ...each(1), ...each(2)]);
      expect(profile).toHaveLength(10 * 9);
      expect(training.fields.reach.map(({ layer, length }) => [layer, length])).toEqual([
        [0, 9],
        [1, 9],
        [2, 9],
      ]);
      expect(reach).toHaveLength(27);
      const field = (i: number) => profile!.subarray(i * 9, i * 9 + 9);
      expect([field(1)[8], field(2)[0]]).toEqual([0, 0]); // carried at the end, local at the beginning
      expect([reach![0], reach![9], reach![18]]).toEqual([1, 1, 1]);
      expect(field(9)[8]).toBeCloseTo(field(7)[8]!, 6); // at the end the total is local
    });

    it('does not depend on the batch where all lanes read the same', () => {
      const dataset = datasetOf(`${'abcd'.repeat(64)}a`, 1);
      const profileOf = (batch: number) =>
        trained(experimentOf({}, { batch }), 0, dataset).takeStep({ profile: true, reach: true }).profile!;
      const [one, four] = [profileOf(1), profileOf(4)];
      one.forEach((value, i) => expect(four[i]).toBeCloseTo(value, 4));
    });

    it('is left out where it is not asked for', () => {
      expect(trained().takeStep(plain)).toMatchObject({ profile: undefined, reach: undefined });
    });
  });

  describe('the validation loss', () => {
    it('does not depend on how much is read at once', () => {
      const [short, long] = [5, 64].map((window) => trained(experimentOf({}, { window, batch: 1 })).validate());
      expect(short).toBeCloseTo(long!, 6);
    });

    it('is measured on the beginning only, and again gives the same bits', () => {
      const whole = trained();
      expect(whole.validate()).toBe(whole.validate());
      const beginning = trained(experimentOf({}, { validationSymbols: 20 }));
      expect(beginning.validate()).not.toBe(whole.validate());
      const cut = { ...text, validation: text.validation.slice(0, 20) };
      expect(beginning.validate()).toBe(trained(experimentOf({}), 0, cut).validate());
    });

    it('is not measured where fewer than two symbols validate', () => {
      expect(trained(experimentOf({}), 0, { ...text, validation: Int32Array.of(1) }).validate()).toBeUndefined();
    });

    it('does not move training', () => {
      const [measured, other] = [trained(), trained()];
      measured.validate();
      measured.sample({ length: 3, temperature: 1 });
      expect(losses(measured, 3)).toEqual(losses(other, 3));
    });
  });

  describe('weights to begin with', () => {
    const weights = () => decodeSafetensors(trained(experimentOf({}, { seed: 5 })).checkpoint(), 'w').tensors;
    const create = (given: ReturnType<typeof weights>) =>
      Training.create({ experiment: experimentOf({}), dataset: text, weights: given });

    it('take the place of the seed, and a checkpoint will do', () => {
      expect(losses(create(weights()), 2)).toEqual(losses(trained(experimentOf({}, { seed: 5 })), 2));
    });

    it.each<[string, (tensors: ReturnType<typeof weights>) => void, RegExp]>([
      ['one is missing', (tensors) => tensors.delete('rnn.weight_hh_l0'), /lacks rnn\.weight_hh_l0/],
      ['one is foreign', (tensors) => tensors.set('rnn.weight_hh_l1', tensors.get('head.bias')!), /rnn\.weight_hh_l1/],
      [
        'one has another shape',
        (tensors) => tensors.set('head.weight', { shape: [8, 7], data: new Float32Array(56) }),
        /head\.weight has the shape \[8, 7\] where the model needs \[8, 6\]/,
      ],
      [
        'one holds whole numbers',
        (tensors) => tensors.set('head.bias', { shape: [8], data: new Int32Array(8) }),
        /whole/,
      ],
    ])('are refused with a reason where %s', (_, spoil, reason) => {
      const given = weights();
      spoil(given);
      expect(() => create(given)).toThrow(UserError);
      expect(() => create(given)).toThrow(reason);
    });
  });
});
