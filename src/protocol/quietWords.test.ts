import { describe, expect, it } from 'vitest';
import { quietWords, revivedSentence, revivedWords } from './quietWords';
import type { RunRecord } from './run';

const now = Date.parse('2026-03-01T12:00:00Z');
const record = (state: RunRecord['state'], seconds: number, more: Partial<RunRecord> = {}) =>
  ({ state, updatedAt: new Date(now - 1000 * seconds).toISOString(), ...more }) as RunRecord;

describe('a session that stands still', () => {
  it('is said to be quiet after 30 s, and for how long', () => {
    expect(quietWords(record('running', 29), now)).toBeUndefined();
    expect(quietWords(record('running', 31), now)).toMatch(/^no step for 31.s$/);
    expect(quietWords(record('running', 180), now)).toMatch(/^no step for 3.min$/);
  });

  it('is not quiet where it has nothing to tell', () => {
    for (const state of ['paused', 'finished', 'stopped', 'failed', 'interrupted'] as const)
      expect(quietWords(record(state, 1000), now)).toBeUndefined();
  });

  it('and went on by itself is told from where, and how often', () => {
    const revived = { step: 1040, from: 1000, at: '', times: 1 };
    expect(revivedWords(record('running', 0, { revived }))).toBe('went on by itself at 1,000');
    expect(revivedSentence(record('running', 0, { revived }))).toMatch(/^Step 1,040 did not end: .* of step 1,000\.$/);
    expect(revivedSentence(record('running', 0, { revived: { ...revived, times: 3 } }))).toContain('3. time');
    expect(revivedWords(record('running', 0))).toBeUndefined();
    expect(revivedSentence(record('running', 0))).toBe('');
  });
});
