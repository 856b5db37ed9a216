import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseExperiment, pathText } from '../../protocol/parseExperiment';
import { startTensors } from '../backend/startTensors';
import { allowOwnCells } from '../cells/own/allowOwnCells';
import { Generator } from '../kernels/testing/generator';
import { withOwnCells } from '../experiment/ownCells';
import { startTarget, targets } from '../model/testing/targets';
import { datasetOf, scramble } from '../model/testing/text';
import { drawExperiment, spoil, type Drawn } from './testing/drawExperiment';
import { Training } from './training';

const examples = join(import.meta.dirname, '../../../examples/own-cell');
const dataset = datasetOf(scramble(400));
const count = 150;
/** Experiments of one test. */
const together = 15;

/** Experiments that may train, drawn until there are enough; what was refused beside them. */
function drawMany(seed: number): { valid: Drawn[]; refused: string[] } {
  const draw = new Generator(seed);
  const [valid, refused]: [Drawn[], string[]] = [[], []];
  for (let tries = 0; valid.length < count && tries < 50 * count; tries++) {
    const drawn = drawExperiment(draw, { file: () => 'my-cell.ts', source: () => undefined });
    const { experiment, problems } = parseExperiment(JSON.stringify(drawn));
    if (experiment) valid.push(drawn);
    else refused.push(...problems.map(({ path, message, remedy }) => `${pathText(path)}: ${message} ${remedy}`));
  }
  return { valid, refused };
}

const { valid, refused } = drawMany(11);

/** Every cell, optimiser and rule by name that stands in an experiment. */
const namesIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value ? Object.values(value).flatMap(namesIn) : [];

it('there are enough experiments among those drawn, and what is refused is refused with a field and a remedy', () => {
  expect(valid).toHaveLength(count);
  for (const sentence of refused) expect(sentence).toMatch(/^[a-z$][\w.[\]$]*: .{10,}\.( .+)?$/i);
  const names = new Set(valid.flatMap(namesIn));
  const cells = ['lstm', 'gru', 'elman', 'deep', 'jordan', 'feed-forward', 'own'];
  const rules = ['adam', 'adamw', 'adagrad', 'rmsprop', 'sgd', 'cosine', 'plateau', 'randomStep', 'spectral-radius'];
  for (const name of [...cells, ...rules, 'one-hot']) expect(names).toContain(name);
});

describe.each(targets)('by %s', (kernels) => {
  beforeAll(async () => {
    allowOwnCells();
    await startTarget(kernels);
    await startTensors();
  });
  afterAll(() => expect(memory().numTensors).toBeLessThan(50));

  const some = kernels === 'native' || kernels === 'wasm-simd' ? valid : valid.slice(0, 30); // others take their time
  const starts = some.flatMap((_, i) => (i % together === 0 ? [i] : []));

  it.each(starts)(
    '(from %i) experiments train for five steps, are restored, and leave nothing behind',
    async (start) => {
      for (const drawn of some.slice(start, start + together)) {
        const experiment = await withOwnCells(join(examples, 'x'), parseExperiment(JSON.stringify(drawn)).experiment!);
        const tensors = memory().numTensors;
        const training = Training.create({ experiment, dataset });
        for (let step = 0; step < 5; step++) {
          const found = training.takeStep({ profile: step === 2, reach: step === 3 });
          const numbers = [found.loss, found.gradientNorm, ...(found.profile ?? []), ...(found.reach ?? [])];
          const strange = numbers.findIndex((value) => !Number.isFinite(value));
          expect(strange, `${numbers[strange]} in step ${step} of ${JSON.stringify(drawn)}`).toBe(-1);
        }
        expect(Number.isFinite(training.validate()), JSON.stringify(drawn)).toBe(true);
        const restored = Training.restore({ experiment, dataset, checkpoint: training.checkpoint(), name: 'c' });
        const [text, again] = [training, restored].map((each) =>
          each.sample({ length: 5, temperature: 1, seed: start }),
        );
        expect(again, JSON.stringify(drawn)).toBe(text);
        [training, restored].forEach((each) => each.dispose());
        expect(memory().numTensors, JSON.stringify(drawn)).toBe(tensors);
      }
    },
    60_000,
  );
});

it('any experiment with one field made wrong is refused with a sentence that names the field', () => {
  const draw = new Generator(5);
  for (const drawn of valid) {
    const { experiment, field } = spoil(drawn, draw);
    const parsed = parseExperiment(JSON.stringify(experiment));
    expect(parsed.experiment, `${field} in ${JSON.stringify(experiment)}`).toBeUndefined();
    const words = parsed.problems
      .map(({ path, message, remedy }) => `${pathText(path)} ${message} ${remedy}`)
      .join('\n');
    expect(words, JSON.stringify(experiment)).toContain(field);
    for (const { remedy } of parsed.problems) expect(remedy).not.toBe('');
  }
});
