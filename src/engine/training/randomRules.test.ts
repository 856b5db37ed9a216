import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../protocol/experiment';
import { parseExperiment } from '../../protocol/parseExperiment';
import { startTensors } from '../backend/startTensors';
import { kernelTargets, startTarget, type Target } from '../model/testing/targets';
import { datasetOf, scramble } from '../model/testing/text';
import { drawValid } from './testing/drawExperiment';
import { held } from './testing/held';
import { Training } from './training';

const dataset = datasetOf(scramble(260));
/** Of every cell but a person's own, which has no file here. */
const { valid } = drawValid(23, 60, { file: () => undefined });

/** Five steps, the validation loss measured after each. */
async function trained(experiment: Experiment, target: Target) {
  await startTarget(target);
  await startTensors();
  const before = held();
  const training = Training.create({ experiment, dataset });
  const results = Array.from({ length: 5 }, () => {
    const { loss, gradientNorm, clippedNorm, learningRate } = training.takeStep({ profile: true, reach: true });
    return { loss, gradientNorm, clippedNorm, learningRate, validation: training.validate()! };
  });
  training.dispose();
  expect(held()).toEqual(before);
  return results;
}

const [first] = kernelTargets;

describe.each(valid.map((_, i) => i))('rules drawn at random (%i)', (i) => {
  it('train five steps by the kernels as by the reference', async () => {
    const text = JSON.stringify(valid[i]);
    const { experiment } = parseExperiment(text);
    const expected = await trained(experiment!, 'reference');
    const found = await trained(experiment!, first!);
    found.forEach((step, at) => {
      for (const [name, number] of Object.entries(step)) {
        const wanted = expected[at]![name as keyof typeof step];
        expect(Number.isFinite(number)).toBe(true);
        const apart = Math.abs(number - wanted);
        expect(apart, `${name} of step ${at + 1}: ${number}, of ${text}`).toBeLessThanOrEqual(1e-4 * Math.abs(wanted));
      }
    });
  });
});
