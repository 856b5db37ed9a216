/** Numbers that arrive a few at a time, in one typed array that doubles when it is full. */
export class GrowingColumn {
  length = 0;
  private buffer = new Float64Array(1024);

  /** What is there so far; a view, valid until the next change. */
  get values(): Float64Array {
    return this.buffer.subarray(0, this.length);
  }

  at(index: number): number {
    return index >= 0 && index < this.length ? this.buffer[index]! : NaN;
  }

  /** The newest number; NaN while there is none. */
  get last(): number {
    return this.at(this.length - 1);
  }

  append(values: Float64Array): void {
    this.reserve(this.length + values.length);
    this.buffer.set(values, this.length);
    this.length += values.length;
  }

  /** Forgets everything from that index on. */
  truncate(length: number): void {
    this.length = Math.min(this.length, length);
  }

  private reserve(length: number): void {
    if (length <= this.buffer.length) return;
    const larger = new Float64Array(Math.max(length, 2 * this.buffer.length));
    larger.set(this.values);
    this.buffer = larger;
  }
}

/** The first index whose value is `value` or more, in ascending numbers. */
export function lowerBound(ascending: Float64Array, value: number): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (ascending[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The index whose value is nearest to `value`, in ascending numbers; -1 where there are none. */
export function nearestIndex(ascending: Float64Array, value: number): number {
  const above = lowerBound(ascending, value);
  if (above === 0) return ascending.length === 0 ? -1 : 0;
  if (above === ascending.length) return above - 1;
  return value - ascending[above - 1]! <= ascending[above]! - value ? above - 1 : above;
}
