import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../protocol/userError';
import { decodeSafetensors, encodeSafetensors } from '../formats/safetensors';
import { readSavedModel } from '../weights/savedModel';
import { sampleText } from '../tasks/languageModel/sampler';
import { bothForms, startTarget } from '../model/testing/targets';
import { datasetOf, experimentOf, plain, scramble } from '../model/testing/text';
import { Training } from './training';

const dataset = datasetOf(scramble(300));
const layers = ['lstm', 'gru', 'elman'].map((cell) => ({ cell, units: 5 }));
/** Steps, with the validation loss measured after each. */
const steps = (training: Training, count: number) =>
  Array.from({ length: count }, () => ({
    ...training.takeStep({ profile: true, reach: true }),
    validationLoss: training.validate(),
    earlyEnd: training.earlyEnd,
  }));

describe.each(bothForms)('a checkpoint by %s', (kernels) => {
  beforeAll(() => startTarget(kernels));

  it.each([
    ['adam', { optimiser: { name: 'adam' } }],
    ['rmsprop', { optimiser: { name: 'rmsprop' }, carryState: false }],
    ['sgd with momentum', { optimiser: { name: 'sgd', momentum: 0.9 }, stride: 5 }],
    ['dropout', {}, 0.4],
    ['adamw by cosine', { optimiser: { name: 'adamw' }, schedule: { name: 'cosine', warmUp: 5 } }],
    ['adagrad by steps', { optimiser: { name: 'adagrad' }, schedule: { name: 'step', every: 6 } }],
    [
      'nesterov, reduced on a plateau and about to end early',
      {
        optimiser: { name: 'sgd', momentum: 0.9, nesterov: true, learningRate: 2 },
        schedule: { name: 'plateau', patience: 1, cooldown: 1, threshold: 0.01 },
        earlyStopping: { patience: 30 },
        init: { recurrent: 'orthogonal' },
      },
    ],
  ])('goes on bit by bit as if training had never stopped: %s', (_, training, dropout = 0) => {
    const dropped = layers.map((layer, k) => ({ ...layer, dropout: k < 2 ? dropout : 0 }));
    const experiment = experimentOf({ layers: dropped }, training);
    const going = Training.create({ experiment, dataset });
    steps(going, 13); // into the second epoch
    going.learningRate = 0.01;
    const restored = Training.restore({ experiment, dataset, checkpoint: going.checkpoint(), name: 'c' });
    expect([restored.step, restored.epoch, restored.learningRate]).toEqual([going.step, going.epoch, 0.01]);
    expect(steps(restored, 12)).toEqual(steps(going, 12));
    expect(going.earlyEnd).toBeUndefined();
    const request = { length: 20, temperature: 1 };
    expect(restored.sample(request)).toBe(going.sample(request));
    expect(restored.checkpoint()).toEqual(going.checkpoint());
  });

  it("holds PyTorch's names, the optimiser, the state, and in words what it belongs to", () => {
    const training = Training.create({ experiment: experimentOf({ layers: layers.slice(0, 2) }), dataset });
    steps(training, 2);
    const { tensors, metadata } = decodeSafetensors(training.checkpoint(), 'c');
    const layer = (k: number) => ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map((name) => `rnn.${name}_l${k}`);
    const weights = ['embedding.weight', ...layer(0), ...layer(1), 'head.weight', 'head.bias'];
    const slots = ['exp_avg', 'exp_avg_sq'].flatMap((slot) => weights.map((name) => `optimiser.${slot}.${name}`));
    expect([...tensors.keys()].sort()).toEqual([...weights, ...slots, 'state.h.l0', 'state.c.l0', 'state.h.l1'].sort());
    expect(tensors.get('state.c.l0')!.shape).toEqual([3, 5]);
    expect(JSON.parse(metadata['experiment']!)).toMatchObject({
      model: { layers: [{ cell: 'lstm' }, { cell: 'gru' }] },
    });
    expect(JSON.parse(metadata['vocabulary']!)).toEqual([...'abcdefgh']);
    expect(JSON.parse(metadata['progress']!)).toMatchObject({ step: 2, updates: 2, cursor: { epoch: 1, index: 2 } });
  });

  it('samples the same text as the training that wrote it', () => {
    const training = Training.create({ experiment: experimentOf({ layers }), dataset });
    const request = { length: 30, temperature: 0.9, prime: 'abc', seed: 3 };
    expect(sampleText(readSavedModel(training.checkpoint(), 'c'), request)).toBe(training.sample(request));
  });

  it('is refused with its name where it is torn, is something else, lacks a part, or belongs to another text', () => {
    const experiment = experimentOf({});
    const training = Training.create({ experiment, dataset });
    training.takeStep(plain);
    const whole = training.checkpoint();
    const { tensors, metadata } = decodeSafetensors(whole, 'c');
    const without = (part: string) => new Map([...tensors].filter(([name]) => name !== part));
    const restore =
      (checkpoint: Uint8Array, on = dataset) =>
      () =>
        Training.restore({ experiment, dataset: on, checkpoint, name: 'c.safetensors' });
    const refused: [() => Training, RegExp][] = [
      [restore(whole.subarray(0, whole.length - 10)), /c\.safetensors/],
      [restore(encodeSafetensors(tensors, {})), /c\.safetensors is not a checkpoint/],
      [restore(encodeSafetensors(tensors, { ...metadata, progress: '{}' })), /c\.safetensors is not a checkpoint/],
      [restore(encodeSafetensors(without('state.h.l0'), metadata)), /c\.safetensors lacks state\.h\.l0/],
      [
        restore(encodeSafetensors(without('optimiser.exp_avg.head.bias'), metadata)),
        /lacks optimiser\.exp_avg\.head\.bias/,
      ],
      [restore(whole, datasetOf(scramble(300).replaceAll('a', 'z'))), /the text has changed/],
    ];
    for (const [attempt, reason] of refused) {
      expect(attempt).toThrow(UserError);
      expect(attempt).toThrow(reason);
    }
  });
});
