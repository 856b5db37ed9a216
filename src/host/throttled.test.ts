import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttled } from './throttled';

describe('a throttled call', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('happens at once', () => {
    const action = vi.fn();
    throttled(action, 500).request();
    expect(action).toHaveBeenCalledTimes(1);
  });

  it('happens at most twice in half a second and a bit, however often it is asked for', () => {
    const action = vi.fn();
    const calls = throttled(action, 500);
    for (let at = 0; at < 50; at++) {
      calls.request();
      vi.advanceTimersByTime(10);
    }
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('never loses the last request', () => {
    const action = vi.fn();
    const calls = throttled(action, 500);
    calls.request();
    calls.request();
    vi.advanceTimersByTime(500);
    expect(action).toHaveBeenCalledTimes(2);
  });

  it('is silent after it was disposed', () => {
    const action = vi.fn();
    const calls = throttled(action, 500);
    calls.request();
    calls.request();
    calls.dispose();
    vi.advanceTimersByTime(5000);
    expect(action).toHaveBeenCalledTimes(1);
  });
});
