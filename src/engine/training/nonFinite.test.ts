import { beforeAll, describe, expect, it } from 'vitest';
import { decodeSafetensors } from '../formats/safetensors';
import { bothForms, startTarget } from '../model/testing/targets';
import { datasetOf, experimentOf, plain, scramble } from '../model/testing/text';
import { NotFiniteError } from './notFiniteError';
import { Training } from './training';

const dataset = datasetOf(scramble(500));
const layers = [{ cell: 'elman', units: 5, activation: 'identity' }];
const still = { batch: 2, window: 6, optimiser: { name: 'sgd', learningRate: 1e-30 } };

/** A network whose embedding of one symbol is infinite, so that windows with it have no finite gradient. */
function spoilt(options: object, seed = 1): Training {
  const experiment = experimentOf({ layers }, { ...still, ...options, seed });
  const { tensors } = decodeSafetensors(Training.create({ experiment, dataset }).checkpoint(), 'c');
  tensors.get('embedding.weight')!.data[0] = Infinity; // of the symbol a
  return Training.create({ experiment, dataset, weights: tensors });
}

const weightsOf = (training: Training) =>
  [...decodeSafetensors(training.checkpoint(), 'c').tensors].filter(([name]) => !/^(state|optimiser)\./.test(name));

function failureOf(training: Training): NotFiniteError {
  try {
    training.takeStep(plain);
  } catch (error) {
    if (error instanceof NotFiniteError) return error;
  }
  throw new Error('it went on');
}

/** Lanes of two symbols without the one that is spoilt. */
const isClean = (text: Int32Array) => text.every((symbol) => symbol !== 0);

describe.each(bothForms)('by %s, a step whose gradient is not finite', (kernels) => {
  beforeAll(() => startTarget(kernels));

  it('is skipped where the experiment says so: weights and optimiser stay, and what follows is as without it', () => {
    const training = spoilt({
      onNonFinite: 'skip',
      carryState: false,
      optimiser: { name: 'adam', learningRate: 0.01 },
    });
    const before = weightsOf(training);
    const results = Array.from({ length: 10 }, () => training.takeStep({ profile: true, reach: true }));
    expect(results.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(results.every(({ nonFinite, clippedNorm }) => nonFinite === 'skipped' && clippedNorm === 0)).toBe(true);
    expect(results.some(({ loss }) => Number.isNaN(loss))).toBe(true);
    expect(weightsOf(training)).toEqual(before);
    expect(training.nonFinite).toBe(10);
    training.dispose();
  });

  it('spoils no window after it, not even by the state that is carried on', () => {
    const text = new Int32Array(2 * 6 * 8 + 1).map((_, i) => 1 + (i % 6));
    text[8] = 0; // in the second window of the first lane
    const experiment = experimentOf({ layers }, { ...still, onNonFinite: 'skip' });
    const { tensors } = decodeSafetensors(Training.create({ experiment, dataset }).checkpoint(), 'c');
    (tensors.get('rnn.weight_ih_l0')!.data as Float32Array).fill(0.5);
    const run = (spoils: boolean) => {
      (tensors.get('embedding.weight')!.data as Float32Array).fill(spoils ? 3e38 : 0, 0, 4); // their sum is infinite
      const training = Training.create({ experiment, dataset: { ...dataset, training: text }, weights: tensors });
      const results = Array.from({ length: 8 }, () => training.takeStep(plain));
      training.dispose();
      return results;
    };
    expect(isClean(text.subarray(9))).toBe(true);
    const [found, clean] = [run(true), run(false)];
    expect(found.map(({ nonFinite }) => nonFinite)).toEqual([undefined, 'skipped', ...Array<undefined>(6)]);
    expect(found[0]!.loss).toBe(clean[0]!.loss);
    for (let i = 2; i < 8; i++) expect(Number.isFinite(found[i]!.loss)).toBe(true);
    // a linear network forgets by its recurrent matrix: from the zero state it ends near where it would have been
    expect(Math.abs(found[7]!.loss - clean[7]!.loss)).toBeLessThan(0.1);
  });

  it('becomes a random one of the norm that gradients are clipped at, whose direction the seed decides', () => {
    const options = { onNonFinite: 'randomStep', clip: { norm: 0.5 }, optimiser: { name: 'sgd', learningRate: 1 } };
    const moved = (seed: number) => {
      const training = spoilt(options, seed);
      const before = weightsOf(training);
      const result = training.takeStep(plain);
      const way = weightsOf(training).flatMap(([, { data }], i) =>
        Array.from(data as Float32Array, (value, k) => value - (before[i]![1].data as Float32Array)[k]!),
      );
      training.dispose();
      return { result, way: way.filter((each) => !Number.isNaN(each)) }; // the infinite number stays where it is
    };
    const { result, way } = moved(1);
    expect(result).toMatchObject({ nonFinite: 'randomStep', clippedNorm: 0.5, step: 1 });
    expect(Math.abs(Math.hypot(...way) / 0.5 - 1)).toBeLessThan(0.1); // all but one of its numbers
    expect(moved(1).way).toEqual(way);
    const other = moved(2).way;
    const cosine = way.reduce((sum, each, i) => sum + each * other[i]!, 0) / Math.hypot(...way) / Math.hypot(...other);
    expect(Math.abs(cosine)).toBeLessThan(0.5);
  });

  it.each([
    ['skip', 'skipped'],
    ['randomStep', 'randomStep'],
  ] as const)('ends the run after a hundred in a row, also where it was resumed among them: %s', (rule, done) => {
    const going = spoilt({ onNonFinite: rule });
    for (let i = 0; i < 60; i++) going.takeStep(plain);
    const experiment = experimentOf({ layers }, { ...still, onNonFinite: rule });
    const resumed = Training.restore({ experiment, dataset, checkpoint: going.checkpoint(), name: 'c' });
    for (let i = 0; i < 40; i++) expect(resumed.takeStep(plain).nonFinite).toBe(done);
    const before = resumed.checkpoint();
    for (let i = 0; i < 2; i++) {
      const error = failureOf(resumed);
      expect([error.step, error.parameter]).toEqual([101, 'embedding.weight']);
      expect(error.message).toMatch(
        /at step 101: the gradient of embedding\.weight .* each of the 100 steps before\.$/,
      );
      expect(error.remedy).toMatch(/^Train the experiment anew with a learning rate below/);
    }
    expect(resumed.checkpoint()).toEqual(before);
    [going, resumed].forEach((each) => each.dispose());
  });

  it('counts anew after a step that was finite', () => {
    const text = new Int32Array(2 * 6 * 2 + 1).map((_, i) => 1 + (i % 6));
    text[8] = 0; // in one of the two windows of an epoch
    const experiment = experimentOf({ layers }, { ...still, onNonFinite: 'skip', carryState: false, epochs: 120 });
    const { tensors } = decodeSafetensors(Training.create({ experiment, dataset }).checkpoint(), 'c');
    (tensors.get('rnn.weight_ih_l0')!.data as Float32Array).fill(0.5);
    (tensors.get('embedding.weight')!.data as Float32Array).fill(3e38, 0, 4); // their sum is infinite
    const training = Training.create({ experiment, dataset: { ...dataset, training: text }, weights: tensors });
    for (let i = 0; i < 2 * 110; i++) training.takeStep(plain);
    expect(training.nonFinite).toBe(110);
    training.dispose();
  });

  it('goes on from a checkpoint with the same random direction and the same count', () => {
    const experiment = experimentOf({ layers }, { ...still, onNonFinite: 'randomStep', optimiser: { name: 'adam' } });
    const going = spoilt({ onNonFinite: 'randomStep', optimiser: { name: 'adam' } });
    going.takeStep(plain);
    going.takeStep(plain);
    const restored = Training.restore({ experiment, dataset, checkpoint: going.checkpoint(), name: 'c' });
    expect(restored.nonFinite).toBe(2);
    for (let i = 0; i < 4; i++) expect(restored.takeStep(plain)).toEqual(going.takeStep(plain));
    expect(restored.checkpoint()).toEqual(going.checkpoint());
    expect(restored.nonFinite).toBe(6);
  });
});
