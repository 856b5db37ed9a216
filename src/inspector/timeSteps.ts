/** Steps that warm up: the first ones touch memory for the first time. */
const warmUpSteps = 2;
const fewestSteps = 3;
const mostSteps = 40;
/** A measurement takes about so long, unless its steps are longer. */
const enoughMs = 1200;

/**
 * Times steps: a few to warm up, then until the median means something.
 * @param step takes one step
 * @param pause called between steps; throws where nobody wants the answer any more
 * @param now a clock in ms
 * @returns the median of a step's duration, and how many steps were timed
 */
export async function timeSteps(
  step: () => void,
  pause: () => Promise<void>,
  now: () => number = () => performance.now(),
): Promise<{ stepMs: number; steps: number }> {
  const begin = now();
  for (let warm = 0; warm < warmUpSteps; warm++) {
    step();
    await pause();
    if (now() - begin > enoughMs) break; // a large model: one step is warm enough
  }
  const durations: number[] = [];
  const start = now();
  while (durations.length < mostSteps && (durations.length < fewestSteps || now() - start < enoughMs)) {
    const before = now();
    step();
    durations.push(now() - before);
    await pause();
  }
  return { stepMs: median(durations), steps: durations.length };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
