import { describe, expect, it } from 'vitest';
import { RunData } from './runData';
import { ascendingStretches } from './stepTable';
import {
  sampleData,
  sampleExperiment,
  sampleProfile,
  sampleReach,
  sampleRecord,
  sampleUpdate,
  sampleValidation,
  stepsTo,
} from './testing/sampleRun';

const stepsFrom = (from: number, to: number, loss: number): { step: number; loss: number }[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ step: from + index, loss }));

const sample = (step: number): { step: number; temperature: number; text: string } => ({
  step,
  temperature: 0.8,
  text: `at ${step}`,
});

describe('the data of a run', () => {
  it('grows by what was read', () => {
    const data = sampleData(sampleUpdate(stepsTo(10)));
    data.append(sampleUpdate(stepsFrom(11, 20, 1), { validation: sampleValidation([20, 1.9]) }));
    expect(data.lastStep).toBe(20);
    expect(data.steps.steps).toEqual(Float64Array.from({ length: 20 }, (_, index) => index + 1));
    expect(data.validationAt(3)).toBe(1.9);
  });

  it('keeps numbers that are not finite', () => {
    const data = sampleData(sampleUpdate([{ step: 1, loss: NaN, norm: Infinity }]));
    expect(data.steps.columns.loss.last).toBeNaN();
    expect(data.steps.columns.gradientNorm.last).toBe(Infinity);
  });

  it('finds a quantity of a layer in the records', () => {
    const data = sampleData(sampleUpdate([], { profile: sampleProfile([20, 3, 2, 1], [40, 6, 5, 4]) }));
    expect([...data.field('carried', 0)!.record(1)]).toEqual([5, 5, 5, 5, 5]);
    expect([...data.field('local', 0)!.steps]).toEqual([20, 40]);
    expect(data.field('carried', 1)).toBeUndefined();
  });

  it('knows of each record where 1 % is left, and what records usually reach', () => {
    const reach = sampleReach([1, 0.05], [20, 0.5], [40, 2]);
    const field = sampleData(sampleUpdate([], { reach })).field('reach', 0)!;
    expect([...field.horizons]).toEqual([1, 4, 4]);
    expect(field.usualMaximum).toBe(1);
  });

  it('shows the text that was sampled last before a step', () => {
    const data = sampleData(sampleUpdate([], { samples: [sample(200), sample(400)] }));
    expect(data.sampleAt(399)?.step).toBe(200);
    expect(data.sampleAt(400)?.step).toBe(400);
    expect(data.sampleAt(5)?.step).toBe(200);
  });
});

describe('a resumed run', () => {
  const first = sampleUpdate(stepsFrom(1, 100, 2), {
    validation: sampleValidation([50, 2], [100, 1.9]),
    reach: sampleReach([20, 0.5], [80, 0.5], [100, 0.5]),
    profile: sampleProfile([20, 1, 1, 1], [100, 1, 1, 1]),
    samples: [sample(50), sample(100)],
  });
  const resumed = sampleUpdate(stepsFrom(61, 70, 1.5), { reach: sampleReach([70, 0.9]) });

  it('replaces all that stood from its first step on', () => {
    const data = sampleData({ ...first, validation: sampleValidation([50, 2], [65, 1.95], [100, 1.9]) });
    data.append(resumed);
    expect(data.lastStep).toBe(70);
    expect(data.steps.columns.loss.at(59)).toBe(2);
    expect(data.steps.columns.loss.at(60)).toBe(1.5);
    expect(data.steps.meanLoss.between(60, 70)).toBe(1.5);
    expect([...data.validation.step.values]).toEqual([50]);
    expect([...data.field('reach', 0)!.steps]).toEqual([20, 70]);
    expect([...data.field('reach', 0)!.horizons]).toEqual([4, 4]);
    expect([...data.field('total', 0)!.steps]).toEqual([20]);
    expect(data.samples.map(({ step }) => step)).toEqual([50]);
  });

  it('is read the same at once as bit by bit', () => {
    const column = (name: keyof typeof first.steps): Float64Array =>
      Float64Array.of(...first.steps[name], ...resumed.steps[name]);
    const names = Object.keys(first.steps) as (keyof typeof first.steps)[];
    const whole = {
      ...first,
      steps: Object.fromEntries(names.map((name) => [name, column(name)])) as unknown as typeof first.steps,
      reach: Float32Array.of(...first.reach, ...resumed.reach),
    };
    const data = new RunData(sampleRecord(), sampleExperiment(), 1);
    data.append(whole);
    expect(data.lastStep).toBe(70);
    expect([...data.field('reach', 0)!.steps]).toEqual([20, 70]);
    expect([...data.validation.step.values]).toEqual([50]);
    expect(data.samples.map(({ step }) => step)).toEqual([50]);
  });
});

it('splits steps where they go back', () => {
  expect(ascendingStretches(Float64Array.of(1, 2, 3, 2, 3, 1))).toEqual([
    [0, 3],
    [3, 5],
    [5, 6],
  ]);
  expect(ascendingStretches(new Float64Array())).toEqual([]);
});
