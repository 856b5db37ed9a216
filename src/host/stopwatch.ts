/** How long something took. */
export interface Duration {
  /** By the clock, also while other processes had the processor. */
  wallMs: number;
  /** Processor time of this process, at most `wallMs`. */
  busyMs: number;
}

/** Starts to measure; the result tells how long it has been. */
export function startStopwatch(): () => Duration {
  const startedAt = performance.now();
  const usage = process.cpuUsage();
  return () => {
    const wallMs = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(usage);
    return { wallMs, busyMs: Math.min(wallMs, (user + system) / 1000) };
  };
}
