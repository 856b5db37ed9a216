import { Tensor, tidy } from '@tensorflow/tfjs-core';

/**
 * tf.tidy for results of any type: disposes every tensor made inside that the result does not hold. tf.tidy itself would
 * look at each number of each array of the result.
 */
export function scoped<T>(body: () => T): T {
  let result: T | undefined;
  tidy(() => tensorsIn((result = body())));
  return result as T;
}

/** All tensors in arrays, objects and maps. */
function tensorsIn(value: unknown, found: Tensor[] = [], seen = new Set<unknown>()): Tensor[] {
  if (value instanceof Tensor) found.push(value);
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !seen.has(value)) {
    seen.add(value);
    const parts = value instanceof Map || Array.isArray(value) ? value.values() : Object.values(value);
    for (const part of parts) tensorsIn(part, found, seen);
  }
  return found;
}
