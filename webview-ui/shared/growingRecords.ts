import { GrowingColumn } from './growingColumn';

/** Records of fixed width (a step number, then its fields) that arrive a few at a time. */
export class GrowingRecords {
  /** The step of each record. */
  readonly steps = new GrowingColumn();
  private buffer: Float32Array;

  /** @param width numbers in one record, the leading step included */
  constructor(readonly width: number) {
    this.buffer = new Float32Array(64 * width);
  }

  get count(): number {
    return this.steps.length;
  }

  /** A stretch of one record; a view, valid until the next change. */
  field(record: number, offset: number, length: number): Float32Array {
    const from = record * this.width + offset;
    return this.buffer.subarray(from, from + length);
  }

  /** All records, one after another; a view, valid until the next change. */
  get values(): Float32Array {
    return this.buffer.subarray(0, this.count * this.width);
  }

  /** Appends one whole record. */
  append(record: Float32Array): void {
    const end = (this.count + 1) * this.width;
    if (end > this.buffer.length) this.grow();
    this.buffer.set(record, end - this.width);
    this.steps.append(Float64Array.of(record[0]!));
  }

  /** Forgets every record from that index on. */
  truncate(count: number): void {
    this.steps.truncate(count);
  }

  private grow(): void {
    const larger = new Float32Array(2 * this.buffer.length);
    larger.set(this.values);
    this.buffer = larger;
  }
}
