import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { experimentSchema } from '../../protocol/experiment';
import { readDataset } from '../tasks/languageModel/dataset';
import { Golden } from '../model/testing/golden';
import { kernelTargets, startTarget, targets } from '../model/testing/targets';
import { plain } from '../model/testing/text';
import { Training } from './training';

const text = join(import.meta.dirname, '../../../test/golden/curves/text.txt');

/** All of them by the fastest kernels, through eight epochs; by what takes its time, into the second. */
const stepsBy = (target: string): number => (target === kernelTargets[0] ? 200 : 30);

describe.each(targets)('training curves, by %s', (target) => {
  beforeAll(() => startTarget(target));

  it.each(['lstm', 'gru', 'elman'])(
    `the losses of the first ${stepsBy(target)} steps of %s from the same weights are those of PyTorch in float32`,
    async (cell) => {
      const golden = new Golden(`curves/${cell}.safetensors`);
      const experiment = experimentSchema.parse(golden.metadata('experiment'));
      const dataset = await readDataset(text, experiment.data);
      const training = Training.create({ experiment, dataset, weights: golden.under('weights.') });
      const [losses, norms] = [golden.numbers('losses'), golden.numbers('norms')];
      expect(losses).toHaveLength(200);
      losses.subarray(0, stepsBy(target)).forEach((expected, step) => {
        const { loss, gradientNorm } = training.takeStep(plain);
        expect(Math.abs(loss / expected - 1), `loss of step ${step + 1}`).toBeLessThan(1e-5);
        expect(Math.abs(gradientNorm / norms[step]! - 1), `norm of step ${step + 1}`).toBeLessThan(1e-5);
      });
      expect(training.epoch).toBeGreaterThan(1);
      training.dispose();
    },
    60_000,
  );
});
