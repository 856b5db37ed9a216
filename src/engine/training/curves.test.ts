import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { experimentSchema } from '../../protocol/experiment';
import { readDataset } from '../tasks/languageModel/dataset';
import { Golden } from '../model/testing/golden';
import { startTarget, targets } from '../model/testing/targets';
import { plain } from '../model/testing/text';
import { Training } from './training';

const book = join(import.meta.dirname, '../../../../shared/data/tiny-shakespeare.txt');
const isThere = existsSync(book);
const name = isThere ? 'training curves' : `training curves (skipped: there is no ${book})`;

describe.skipIf(!isThere).each(targets)(`${name}, by %s`, (kernels) => {
  beforeAll(() => startTarget(kernels));

  it.each(['lstm', 'gru', 'elman'])(
    'the losses of 200 steps of %s from the same weights are those of PyTorch in float32',
    async (cell) => {
      const golden = new Golden(`curves/${cell}.safetensors`);
      const experiment = experimentSchema.parse(golden.metadata('experiment'));
      const dataset = await readDataset(book, experiment.data);
      const training = Training.create({ experiment, dataset, weights: golden.under('weights.') });
      const [losses, norms] = [golden.numbers('losses'), golden.numbers('norms')];
      losses.forEach((expected, step) => {
        const { loss, gradientNorm } = training.takeStep(plain);
        expect(Math.abs(loss / expected - 1), `loss of step ${step + 1}`).toBeLessThan(1e-5);
        expect(Math.abs(gradientNorm / norms[step]! - 1), `norm of step ${step + 1}`).toBeLessThan(1e-5);
      });
      training.dispose();
    },
    300_000,
  );
});
