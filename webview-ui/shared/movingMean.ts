import { GrowingColumn } from './growingColumn';

/** Means over any stretch of a growing column, each in constant time: prefix sums of what is finite. */
export class MovingMean {
  private readonly sums = new GrowingColumn();
  private readonly counts = new GrowingColumn();

  get length(): number {
    return this.sums.length;
  }

  append(values: Float64Array): void {
    let sum = this.length === 0 ? 0 : this.sums.last;
    let count = this.length === 0 ? 0 : this.counts.last;
    const sums = new Float64Array(values.length);
    const counts = new Float64Array(values.length);
    values.forEach((value, index) => {
      if (Number.isFinite(value)) {
        sum += value;
        count++;
      }
      sums[index] = sum;
      counts[index] = count;
    });
    this.sums.append(sums);
    this.counts.append(counts);
  }

  truncate(length: number): void {
    this.sums.truncate(length);
    this.counts.truncate(length);
  }

  /** The mean of the finite numbers from index `from` to before index `to`; NaN where there is none. */
  between(from: number, to: number): number {
    const count = this.counts.at(to - 1) - (from > 0 ? this.counts.at(from - 1) : 0);
    return count > 0 ? (this.sums.at(to - 1) - (from > 0 ? this.sums.at(from - 1) : 0)) / count : NaN;
  }

  /**
   * The mean about an index, as far to the left as to the right, so that it never lags behind; narrower at both ends,
   * at the newest one down to `leastHalf` on the left.
   */
  centred(index: number, half: number, leastHalf = 4): number {
    const room = this.length - 1 - index;
    const reach = Math.min(half, index, Math.max(leastHalf, room));
    return this.between(index - reach, Math.min(this.length, index + reach + 1));
  }
}
