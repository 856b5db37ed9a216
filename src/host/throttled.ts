/** A call that is made at once and then at most once an interval; the last request is never lost. */
export interface Throttled {
  request(): void;
  dispose(): void;
}

/** Limits how often `action` runs. */
export function throttled(action: () => void, intervalMs: number): Throttled {
  let timer: NodeJS.Timeout | undefined;
  let isWanted = false;
  const run = (): void => {
    isWanted = false;
    timer = setTimeout(rest, intervalMs);
    action();
  };
  const rest = (): void => {
    timer = undefined;
    if (isWanted) run();
  };
  return {
    request: () => {
      isWanted = true;
      if (!timer) run();
    },
    dispose: () => clearTimeout(timer),
  };
}
