import { describe, expect, it } from 'vitest';
import { WindowCursor } from '../../../src/engine/tasks/languageModel/windowCursor';
import { sentence, windowBars } from './windows';

describe('the windows over a text', () => {
  it.each([
    [8, 8, 'each'],
    [8, 3, 'each'],
    [5, 1, 'each'],
    [8, 8, 'last'],
    [8, 3, 'last'],
  ] as const)('are those that training reads (window %i, stride %i, outputs %s)', (window, stride, outputs) => {
    const symbols = Int32Array.from({ length: 40 }, (_, at) => at);
    const cursor = new WindowCursor(symbols, { batch: 1, window, stride, outputs });
    for (const { from, to, countedFrom } of windowBars({ window, stride, carryState: true, outputs })) {
      const read = cursor.next();
      expect([read.input[0], read.input.at(-1)! + 1]).toEqual([from, to]);
      expect(from + read.countedFrom).toBe(countedFrom);
    }
  });

  it('are put into words', () => {
    expect(sentence({ window: 64, stride: 64, carryState: true, outputs: 'each' })).toMatch(
      /advances 64. Every loss counts once/,
    );
    expect(sentence({ window: 64, stride: 16, carryState: false, outputs: 'each' })).toMatch(
      /last 16 losses count.*zero state/,
    );
    expect(sentence({ window: 64, stride: 64, carryState: true, outputs: 'last' })).toMatch(/last time step counts/);
  });
});
