import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseExperiment } from '../../../protocol/parseExperiment';
import { startTensors } from '../../backend/startTensors';
import { allowOwnCells } from '../../cells/own/allowOwnCells';
import { withOwnCells } from '../../experiment/ownCells';
import { startTarget, type Target } from '../../model/testing/targets';
import { datasetOf, scramble } from '../../model/testing/text';
import { Training } from '../training';
import { drawValid, type Drawn } from './drawExperiment';
import { held } from './held';

const examples = join(import.meta.dirname, '../../../../examples/own-cell');
const dataset = datasetOf(scramble(400));
/** Experiments of one test. */
const together = 15;

/** Experiments drawn from the schema that may train, and in words why others may not. */
export const { valid, refused } = drawValid(11, 150, { file: () => 'my-cell.ts', source: () => undefined });

/** Tests that so many of the experiments train by a target. */
export function trainAny(target: Target, count: number): void {
  describe(`by ${target}`, () => {
    beforeAll(async () => {
      allowOwnCells();
      await startTarget(target);
      await startTensors();
    });

    const some = valid.slice(0, count);
    const starts = some.flatMap((_, i) => (i % together === 0 ? [i] : []));

    it.each(starts)(
      '(from %i) experiments train for five steps, are restored, and leave nothing behind',
      async (start) => {
        for (const drawn of some.slice(start, start + together)) await train(drawn, start);
      },
      60_000,
    );
  });
}

async function train(drawn: Drawn, seed: number): Promise<void> {
  const experiment = await withOwnCells(join(examples, 'x'), parseExperiment(JSON.stringify(drawn)).experiment!);
  const before = held();
  const training = Training.create({ experiment, dataset });
  for (let step = 0; step < 5; step++) {
    const found = training.takeStep({ profile: step === 2, reach: step === 3 });
    const numbers = [found.loss, found.gradientNorm, ...(found.profile ?? []), ...(found.reach ?? [])];
    const strange = numbers.findIndex((value) => !Number.isFinite(value));
    expect(strange, `${numbers[strange]} in step ${step} of ${JSON.stringify(drawn)}`).toBe(-1);
  }
  expect(Number.isFinite(training.validate()), JSON.stringify(drawn)).toBe(true);
  const restored = Training.restore({ experiment, dataset, checkpoint: training.checkpoint(), name: 'c' });
  const [text, again] = [training, restored].map((each) => each.sample({ length: 5, temperature: 1, seed }));
  expect(again, JSON.stringify(drawn)).toBe(text);
  [training, restored].forEach((each) => each.dispose());
  expect(held(), JSON.stringify(drawn)).toEqual(before);
}
