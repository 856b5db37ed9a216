import { startStopwatch, type Duration } from '../../src/host/stopwatch';

const tickMs = 2;

/** Watches the event loop of this process; the result stops the watch and tells the longest of each between two turns. */
export function watchEventLoop(): () => Duration {
  const longest = { wallMs: 0, busyMs: 0 };
  let turn = startStopwatch();
  const timer = setInterval(() => {
    const { wallMs, busyMs } = turn();
    longest.wallMs = Math.max(longest.wallMs, wallMs);
    longest.busyMs = Math.max(longest.busyMs, busyMs);
    turn = startStopwatch();
  }, tickMs);
  return () => {
    clearInterval(timer);
    return longest;
  };
}
