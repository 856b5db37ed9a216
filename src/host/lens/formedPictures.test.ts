import { describe, expect, it } from 'vitest';
import { FormedPictures, leastMissed, pictureKey } from './formedPictures';

const at = (step: number, values = `of ${step}`) => ({ step, pictures: new Map([[pictureKey(0, 'forget'), values]]) });
const steps = (formed: FormedPictures) => formed.of(0, 'forget').map(({ step }) => step);

describe('the pictures of a probe text', () => {
  it('are of each checkpoint, the oldest first, and only of what was seen then', () => {
    const formed = new FormedPictures();
    for (const step of [100, 200]) formed.add(at(step));
    expect(formed.of(0, 'forget')).toEqual([
      { step: 100, values: 'of 100' },
      { step: 200, values: 'of 200' },
    ]);
    expect(formed.of(1, 'forget')).toEqual([]);
    formed.clear();
    expect(steps(formed)).toEqual([]);
  });

  it('of a training that was taken back are gone', () => {
    const formed = new FormedPictures();
    for (const step of [100, 200, 300, 150]) formed.add(at(step));
    expect(steps(formed)).toEqual([100, 150]);
  });

  it('become sparse evenly in the logarithm of the step, with the first and the last kept', () => {
    const formed = new FormedPictures(5);
    for (let step = 10; step <= 640; step += 10) formed.add(at(step));
    const kept = steps(formed);
    expect(kept).toHaveLength(5);
    expect([kept[0], kept[4]]).toEqual([10, 640]);
    const ratios = kept.slice(1).map((step, index) => step / kept[index]!);
    expect(Math.max(...ratios) / Math.min(...ratios)).toBeLessThan(3);
    expect(leastMissed([1, 2, 100, 101, 1000])).toBe(3);
  });

  it('stay bounded in what they hold', () => {
    const formed = new FormedPictures(12, 1000);
    for (let step = 1; step <= 9; step++) formed.add(at(step, 'x'.repeat(300)));
    expect(steps(formed)).toHaveLength(3);
  });
});
