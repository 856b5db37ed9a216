import { describe, expect, it } from 'vitest';
import { Heartbeat, HeartbeatReader } from './heartbeat';
import { usualLimits, Watch, type Finding } from './watch';

const everyMs = 1000;

/** A watch over a session whose pieces last as long as `during` looks at them; time is counted, nothing waits. */
function session() {
  const heart = new Heartbeat();
  const reader = new HeartbeatReader(heart.memory);
  const watch = new Watch(reader, usualLimits, everyMs, 0);
  let nowMs = 0;
  const look = (afterMs = everyMs) => watch.look((nowMs += afterMs));
  const looks = (count: number) => Array.from({ length: count }, () => look()).filter((found) => found !== undefined);
  return { heart, reader, look, looks };
}

const words = (found: Finding[]) => found.map(({ what, kind, step, ms }) => `${what} ${kind} ${step} ${ms / 1000}`);

describe('a watch over the steps of a session', () => {
  it('finds that a step stands after 30 s, where steps are short', () => {
    const { heart, looks } = session();
    heart.time('step', 1, () => undefined);
    const found = heart.time('step', 2, () => looks(31));
    expect(words(found)[0]).toBe('stands step 2 30');
  });

  it('says at 30 s that a step lasts, again when it is twice as long, and when it has ended', () => {
    const { heart, look, looks } = session();
    const found = heart.time('step', 1, () => looks(130));
    found.push(look()!);
    expect(words(found)).toEqual(['lasts step 1 30', 'lasts step 1 60', 'lasts step 1 120', 'ended step 1 129']);
    expect(looks(100)).toEqual([]);
  });

  it('gives the first step, which compiles, ten times as long', () => {
    const { heart, looks } = session();
    const found = words(heart.time('step', 1, () => looks(305)));
    expect(found.find((each) => each.startsWith('stands'))).toBe('stands step 1 300');
  });

  it('waits for 50 times the median of long steps', () => {
    const { heart, reader, looks } = session();
    const { now } = performance;
    let ms = 0;
    performance.now = () => ms;
    for (const seconds of [1, 2, 3, 4, 90]) heart.time('step', 1, () => void (ms += 1000 * seconds));
    performance.now = now;
    expect(reader.medianMs('step')).toBe(3000);
    const found = words(heart.time('step', 6, () => looks(155)));
    expect(found.find((each) => each.startsWith('stands'))).toBe('stands step 6 150');
  });

  it('does not count the time that the machine was asleep', () => {
    const { heart, look, looks } = session();
    heart.time('step', 1, () => undefined);
    const found = heart.time('step', 2, () =>
      [...looks(3), look(8 * 3600 * 1000), ...looks(18)].filter((each) => each),
    );
    expect(found).toEqual([]);
  });

  it('does not count what passes between steps, however long: a session may be paused', () => {
    const { heart, looks } = session();
    heart.time('step', 1, () => undefined);
    expect(looks(1000)).toEqual([]);
  });

  it('says that a sample lasts, and ends none: how long it is, is its length', () => {
    const { heart, looks } = session();
    for (let i = 0; i < 3; i++) heart.time('sample', 1, () => undefined);
    expect(new Set(heart.time('sample', 1, () => looks(1000)).map(({ what }) => what))).toEqual(new Set(['lasts']));
  });

  it('finds that a measurement on the validation text stands by those before it', () => {
    const { heart, looks } = session();
    expect(heart.time('validation', 5, () => looks(40)).map(({ what }) => what)).toEqual(['lasts']);
    expect(words(heart.time('validation', 9, () => looks(32))).at(-1)).toBe('stands validation 9 31');
  });
});
