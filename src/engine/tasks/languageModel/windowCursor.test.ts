import { describe, expect, it } from 'vitest';
import { WindowCursor } from './windowCursor';

const text = (length: number) => Int32Array.from({ length }, (_, i) => i);

/** The rule of design.md, a symbol at a time: where each lane and window of an epoch reads. */
function epochOneByOne(n: number, batch: number, window: number, stride: number) {
  const lane = Math.floor((n - 1) / batch);
  const windows: { input: number[]; target: number[] }[] = [];
  for (let from = 0; from + window <= lane; from += stride) {
    const input: number[] = [];
    for (let place = 0; place < batch * window; place++)
      input.push((place % batch) * lane + from + Math.floor(place / batch));
    windows.push({ input, target: input.map((symbol) => symbol + 1) });
  }
  return windows;
}

describe('the windows of a text', () => {
  it.each([
    [100, 4, 8, 8],
    [101, 4, 8, 8],
    [97, 3, 10, 3],
    [33, 1, 32, 32],
    [1000, 7, 16, 5],
    [65, 2, 32, 1],
  ])('of %i symbols, batch %i, window %i, stride %i are those of the rule', (n, batch, window, stride) => {
    const expected = epochOneByOne(n, batch, window, stride);
    const cursor = new WindowCursor(text(n), { batch, window, stride, outputs: 'each' });
    expect(cursor.windowsPerEpoch).toBe(expected.length);
    for (const epoch of [1, 2]) {
      expected.forEach(({ input, target }, index) => {
        const read = cursor.next();
        expect([...read.input]).toEqual(input);
        expect([...read.target]).toEqual(target);
        expect(read).toMatchObject({ epoch, isEpochStart: index === 0 });
      });
    }
  });

  it('count each symbol of a lane once in an epoch, whatever the stride', () => {
    const window = 10;
    const cursor = new WindowCursor(text(98), { batch: 1, window, stride: 3, outputs: 'each' });
    const counted: number[] = [];
    for (let w = 0; w < cursor.windowsPerEpoch; w++) {
      const { target, countedFrom } = cursor.next();
      counted.push(...target.slice(countedFrom));
    }
    expect(counted).toEqual(counted.map((_, i) => i + 1));
    expect(counted.length).toBe(97);
  });

  it('go on from a stored position as if there had been no break', () => {
    const options = { outputs: 'each' as const, batch: 2, window: 8, stride: 8 };
    const unbroken = new WindowCursor(text(60), options);
    for (let i = 0; i < 4; i++) unbroken.next();
    const resumed = new WindowCursor(text(60), options);
    resumed.position = unbroken.position;
    for (let i = 0; i < 5; i++) expect(resumed.next()).toEqual(unbroken.next());
  });

  it('refuse a position outside the epoch and a text without a window', () => {
    const cursor = new WindowCursor(text(60), { batch: 2, window: 8, stride: 8, outputs: 'each' });
    expect(() => (cursor.position = { epoch: 1, index: cursor.windowsPerEpoch })).toThrow(RangeError);
    expect(() => new WindowCursor(text(16), { batch: 2, window: 8, stride: 8, outputs: 'each' })).toThrow(RangeError);
  });
});
