/**
 * Copies symbols or targets to the beginning of an array of the kernels.
 * @param least the smallest number that is allowed, `end` the first that is not
 * @throws RangeError where one is outside, or there are more than fit
 */
export function copyChecked(from: Int32Array, to: Int32Array, end: number, name: string, least = 0): void {
  if (from.length > to.length) throw new RangeError(`${from.length} ${name}s where ${to.length} fit`);
  for (let i = 0; i < from.length; i++) {
    const symbol = from[i]!;
    if (symbol < least || symbol >= end) throw new RangeError(`${name} ${symbol} where there are ${end}`);
  }
  to.set(from);
}
