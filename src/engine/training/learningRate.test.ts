import { describe, expect, it } from 'vitest';
import { Golden } from '../model/testing/golden';
import { experimentOf } from '../model/testing/text';
import { Random } from '../weights/random';
import { LearningRate } from './learningRate';

const golden = new Golden('schedules.safetensors');
const settings = golden.metadata<{ rate: number; warmUp: number; plateau: Record<string, number> }>('settings');
const { factor, patience, threshold, cooldown, min_lr: least } = settings.plateau;
const plateau = { name: 'plateau', factor, patience, threshold, cooldown, least };
const schedules = [
  { name: 'constant' },
  { name: 'step', every: 25, factor: 0.5 },
  { name: 'cosine', steps: 50, least: 0.001 },
];

const optimiser = { name: 'sgd', learningRate: settings.rate };
const rateOf = (schedule: object, steps = 120) =>
  new LearningRate(experimentOf({}, { optimiser, schedule }).training, steps);

/** The rates of the first steps; what is measured after each of them. */
const rates = (rate: LearningRate, losses: ArrayLike<number> = []): number[] =>
  Array.from({ length: 120 }, (_, i) => {
    const now = rate.at(i + 1);
    if (i < losses.length) rate.measured(losses[i]!, i + 1);
    return now;
  });

const expectRates = (found: number[], name: string) => {
  const expected = golden.numbers(name);
  found.forEach((rate, i) => expect(Math.abs(rate / expected[i]! - 1), `step ${i + 1}`).toBeLessThan(1e-12));
};

describe('the learning rate', () => {
  it.each(schedules)('by $name is that of PyTorch at every step, with a warm-up and without', (schedule) => {
    expectRates(rates(rateOf(schedule)), schedule.name);
    expectRates(rates(rateOf({ ...schedule, warmUp: settings.warmUp })), `${schedule.name}.warmUp`);
  });

  it('falls on a plateau as in PyTorch', () => {
    const losses = golden.numbers('losses');
    expectRates(rates(rateOf(plateau), losses), 'plateau');
    expect(new Set(golden.numbers('plateau')).size).toBeGreaterThan(4);
  });

  it('by cosine reaches the least rate after the last step where the schedule has no length', () => {
    const rate = rateOf({ name: 'cosine', least: 0.001, warmUp: 20 }, 100);
    expect(rate.at(21)).toBe(settings.rate);
    expect(rate.at(61)).toBeCloseTo((settings.rate + 0.001) / 2, 12);
    expect(rate.at(101)).toBeCloseTo(0.001, 12);
    expect(rate.at(150)).toBeCloseTo(0.001, 12);
  });

  it('by cosine stays where it was set by hand below the least rate', () => {
    const rate = rateOf({ name: 'cosine', least: 0.001 }, 100);
    rate.base = 0.0001;
    expect(rates(rate).every((each) => each === 0.0001)).toBe(true);
  });

  it('set by hand is what the schedule goes on from', () => {
    const rate = rateOf(schedules[1]!);
    rate.base = 1;
    expect([rate.at(25), rate.at(26), rate.at(51)]).toEqual([1, 0.5, 0.25]);
  });

  it('set by hand gives back what a plateau took, and lets it begin anew', () => {
    const rate = rateOf({ ...plateau, patience: 0, cooldown: 0 });
    for (const loss of [1, 1, 1]) rate.measured(loss, 1);
    expect(rate.at(4)).toBeCloseTo(settings.rate * factor! ** 2, 12);
    rate.base = 0.5;
    expect(rate.at(5)).toBe(0.5);
    rate.measured(1, 5);
    expect(rate.at(6)).toBeCloseTo(0.5 * factor!, 12);
  });

  it('goes on from its state as if nothing had been', () => {
    const losses = golden.numbers('losses');
    const [whole, first, second] = [rateOf(plateau), rateOf(plateau), rateOf(plateau)];
    rates(first, losses.subarray(0, 37));
    second.state = JSON.parse(JSON.stringify(first.state)) as typeof first.state;
    const expected = rates(whole, losses);
    for (let i = 37; i < 120; i++) {
      expect(second.at(i + 1)).toBe(expected[i]);
      second.measured(losses[i]!, i + 1);
    }
  });

  it('does not fall for what is measured during the warm-up', () => {
    const rate = rateOf({ ...plateau, patience: 0, warmUp: 10 });
    for (let step = 1; step <= 10; step++) rate.measured(9, step);
    expect(rate.at(11)).toBe(settings.rate);
  });
});

describe('the learning rate of a run that is stopped, extended and shortened at random', () => {
  const random = Random.fromSeed(11);
  const from = (least: number, most: number) => least + Math.floor(random.uniform() * (most - least + 1));
  const pick = <T>(values: readonly T[]): T => values[from(0, values.length - 1)]!;

  const drawSchedule = () => ({
    warmUp: pick([0, 0, 1, 7, 40]),
    ...pick([
      { name: 'constant' },
      { name: 'step', every: from(1, 30), factor: pick([1, 0.9, 0.5]) },
      { name: 'cosine', ...pick([{}, { least: 0.0001 }]) },
      { name: 'cosine', steps: from(1, 90), ...pick([{}, { least: 0.0001 }]) },
      { name: 'plateau', patience: from(0, 2), factor: 0.5, ...pick([{}, { least: 0.0001 }]) },
    ]),
  });

  /** The rates of a run: each stretch with the steps that the run had then, the state going on as through a checkpoint. */
  function run(schedule: ReturnType<typeof drawSchedule>) {
    const taken: { step: number; rate: number; total: number; isUntouched: boolean }[] = [];
    let state: LearningRate['state'];
    let step = 0;
    for (let stretch = from(1, 4); stretch > 0; stretch--) {
      const total = step + from(1, 100);
      const end = stretch === 1 ? total : from(step + 1, total);
      const [rate, untouched] = [rateOf(schedule, total), rateOf(schedule, total)];
      if (state) rate.state = JSON.parse(JSON.stringify(state)) as typeof state;
      while (step < end) {
        step++;
        taken.push({
          step,
          rate: rate.at(step),
          total,
          isUntouched: untouched.at(step) === rate.at(step),
        });
        if (step % 5 === 0) rate.measured(random.uniform(), step);
      }
      state = rate.state;
    }
    return taken;
  }

  it.each(Array.from({ length: 150 }, (_, each) => each))('is as its schedule says, run %i', () => {
    const schedule: { name: string; steps?: number; least?: number } & ReturnType<typeof drawSchedule> = drawSchedule();
    const base = settings.rate;
    const isWave = schedule.name === 'cosine' && schedule.steps !== undefined;
    const taken = run(schedule);
    taken.forEach(({ step, rate, total, isUntouched }, i) => {
      const place = `${JSON.stringify(schedule)}, step ${step} of ${total}`;
      const isBottom = isWave && (step - 1 - schedule.warmUp) % (2 * schedule.steps!) === schedule.steps;
      expect(Number.isFinite(rate) && rate <= base, place).toBe(true);
      if (!(isBottom && !schedule.least)) expect(rate, place).toBeGreaterThan(0);
      if (step > schedule.warmUp) expect(rate, place).toBeGreaterThanOrEqual((schedule.least ?? 0) - 1e-15);
      if (schedule.name !== 'plateau') expect(isUntouched, place).toBe(true);
      const before = taken[i - 1];
      const mayRise = step <= schedule.warmUp || isWave || (schedule.name === 'cosine' && total > (before?.total ?? 0));
      if (before && !mayRise) expect(rate, place).toBeLessThanOrEqual(before.rate);
    });
  });
});
