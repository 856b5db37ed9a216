import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeSafetensors } from '../formats/safetensors';
import type { KernelNetwork } from '../kernels/network';
import { KernelPass } from '../kernels/pass';
import { kernelTargets, startTarget } from '../model/testing/targets';
import { datasetOf, experimentOf, scramble } from '../model/testing/text';
import { SelfCheckError } from './selfCheckError';
import { Training } from './training';

const text = datasetOf(scramble(900));
const layers = [
  { cell: 'lstm', units: 40, dropout: 0.3 },
  { cell: 'gru', units: 21 },
];

afterEach(() => vi.restoreAllMocks());

/** Everything that a training is after some steps. */
function trained(selfCheck: unknown, model: object = { layers }, steps = 30) {
  const options = { batch: 5, window: 12, stride: 7, validateEvery: 10, init: { recurrent: 'orthogonal' }, selfCheck };
  const training = Training.create({ experiment: experimentOf(model, options), dataset: text });
  const numbers: unknown[] = [];
  for (let step = 1; step <= steps; step++) {
    const result = training.takeStep({ profile: step % 4 === 0, reach: step % 3 === 0 });
    numbers.push(result);
    if (step % 5 === 0) numbers.push(training.validate(), training.sample({ length: 9, temperature: 1 }));
  }
  const { tensors, metadata } = decodeSafetensors(training.checkpoint(), 'own');
  training.dispose();
  return { numbers, tensors, progress: metadata.progress };
}

/** Flips the last bit of a number of the gradient, whenever it is computed by one thread. */
function corrupt(index: number) {
  const { learn } = KernelPass.prototype;
  return vi.spyOn(KernelPass.prototype, 'learn').mockImplementation(function (this: KernelPass, time, from, want) {
    const loss = learn.call(this, time, from, want);
    if (!want.alone) return loss;
    const { gradient } = (this as unknown as { network: KernelNetwork }).network;
    new Uint32Array(gradient.buffer, gradient.byteOffset)[index]! ^= 1;
    return loss;
  });
}

describe.each(kernelTargets)('a gradient that is computed again, by %s kernels,', (kernels) => {
  beforeAll(() => startTarget(kernels));

  it.each([{ embedding: 4 }, 'one-hot'])('changes no bit of the training that reads %o', (input) => {
    const model = { layers, input };
    const spy = vi.spyOn(KernelPass.prototype, 'learn');
    expect(trained(3, model)).toEqual(trained('off', model));
    expect(spy.mock.calls.filter(([, , { alone }]) => alone)).toHaveLength(10);
  });

  it('is computed at every Nth step', () => {
    const spy = vi.spyOn(KernelPass.prototype, 'learn');
    const counts = [0, 'off', 1, 7, 31].map((selfCheck) => {
      spy.mockClear();
      trained(selfCheck);
      return spy.mock.calls.filter(([, , { alone }]) => alone).length;
    });
    expect(counts).toEqual([0, 0, 30, 4, 0]);
  });

  it('stops the training where it is another one, and says where with both', () => {
    const training = Training.create({ experiment: experimentOf({ layers }, { selfCheck: 4 }), dataset: text });
    const embedded = 8 * 4; // weight_ih_l0 begins behind the embedding
    for (let step = 1; step < 4; step++) training.takeStep({ profile: false, reach: false });
    const before = training.checkpoint();
    corrupt(embedded + 17);
    const error = failureOf(() => training.takeStep({ profile: true, reach: true }));
    const { tensor, index, first, again } = error.difference;
    expect([error.step, tensor, index, first ^ again]).toEqual([4, 'rnn.weight_ih_l0', 17, 1]);
    expect(error.message).toContain('number 17 of rnn.weight_ih_l0 is ');
    expect(error.message).toContain(`0x${first.toString(16).padStart(8, '0')}`);
    const record = decodeSafetensors(error.record, 'record');
    expect(record.metadata).toMatchObject({ step: '4', tensor, index: '17' });
    const [one, other] = ['first', 'again'].map((which) => record.tensors.get(`${which}.${tensor}`)!.data);
    expect([...one!].flatMap((value, i) => (value === other![i] ? [] : [i]))).toEqual([17]);
    expect(training.checkpoint()).toEqual(before);
    vi.restoreAllMocks();
    expect(training.takeStep({ profile: false, reach: false }).step).toBe(4);
    training.dispose();
  });
});

it('nothing is computed again by tensor operations', async () => {
  await startTarget('reference');
  expect(trained(3, { layers: [{ cell: 'elman', units: 3 }] }, 6)).toEqual(
    trained('off', { layers: [{ cell: 'elman', units: 3 }] }, 6),
  );
});

function failureOf(act: () => unknown): SelfCheckError {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(SelfCheckError);
    return error as SelfCheckError;
  }
  return expect.fail('it did not fail');
}
