import { describe, expect, it } from 'vitest';
import { isOftenAtFirst, sampleSeed, scheduleOf } from './schedule';

const every = { profileEvery: 20, reachEvery: 30, validateEvery: 200, sampleEvery: 500, checkpointEvery: 250 };
const stepsWith = (name: keyof ReturnType<typeof scheduleOf>, last: number) =>
  Array.from({ length: last }, (_, index) => index + 1).filter((step) => scheduleOf(step, last, every)[name]);

describe('the schedule of a run', () => {
  it('validates often at first, then at every multiple', () => {
    expect(stepsWith('validation', 700)).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 400, 600]);
  });

  it('validates at no early step beyond the interval', () => {
    const steps = Array.from({ length: 60 }, (_, index) => index + 1).filter((step) => isOftenAtFirst(step, 15));
    expect(steps).toEqual([1, 2, 5, 10, 15, 30, 45, 60]);
  });

  it('records reach and profile at their intervals, the first step and the last', () => {
    expect(stepsWith('reach', 100)).toEqual([1, 30, 60, 90, 100]);
    expect(stepsWith('profile', 50)).toEqual([1, 20, 40, 50]);
  });

  it('samples from step 10 on, often at first, and saves at its interval; without one, checkpoints are left to the clock', () => {
    expect(stepsWith('sample', 1200)).toEqual([10, 20, 50, 100, 200, 500, 1000]);
    expect(stepsWith('checkpoint', 600)).toEqual([250, 500]);
    expect(scheduleOf(250, 600, { ...every, checkpointEvery: undefined }).checkpoint).toBe(false);
  });
});

it('the seed of a sampled text is a number of 32 bits that follows from seed and step alone', () => {
  const seeds = [0, 1, 200, 400, 2 ** 31].map((step) => sampleSeed(1, step));
  expect(new Set(seeds).size).toBe(5);
  expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  expect(sampleSeed(1, 200)).toBe(seeds[2]);
});
