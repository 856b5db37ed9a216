import { describe, expect, it } from 'vitest';
import { timeSteps } from './timeSteps';

/** Steps of given durations on a clock of their own; the last one goes on. */
function stepsOf(...durations: number[]) {
  let at = 0;
  let taken = 0;
  const step = (): void => void (at += durations[Math.min(taken++, durations.length - 1)]!);
  return { step, now: () => at, taken: () => taken };
}
const noPause = async (): Promise<void> => undefined;

describe('the time of a step', () => {
  it('is the median of the steps after those that warm up', async () => {
    const { step, now } = stepsOf(900, 500, 400, 410, 5000, 390);
    expect(await timeSteps(step, noPause, now)).toEqual({ stepMs: 410, steps: 3 });
  });

  it('comes from many short steps, and from few long ones', async () => {
    const short = stepsOf(1);
    expect((await timeSteps(short.step, noPause, short.now)).steps).toBe(40);
    const long = stepsOf(60_000);
    expect(await timeSteps(long.step, noPause, long.now)).toEqual({ stepMs: 60_000, steps: 3 });
    expect(long.taken()).toBe(4);
  });

  it('is not looked for any more when nobody wants it', async () => {
    const { step, taken } = stepsOf(10);
    const refuse = (): Promise<void> => Promise.reject(new Error('not wanted'));
    await expect(timeSteps(step, refuse)).rejects.toThrow('not wanted');
    expect(taken()).toBe(1);
  });
});
