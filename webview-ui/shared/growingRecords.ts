import { GrowingColumn } from './growingColumn';

/** Records of fixed width (a step number, then its fields) that arrive a few at a time. */
export class GrowingRecords {
  /** The step of each record. */
  readonly steps = new GrowingColumn();
  private readonly derived: { column: GrowingColumn; compute: (record: number) => number }[] = [];
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
    this.reserve(this.count + 1);
    this.buffer.set(record, this.count * this.width);
    this.steps.append(Float64Array.of(record[0]!));
    for (const { column, compute } of this.derived) column.append(Float64Array.of(compute(this.count - 1)));
  }

  /** A column that goes along: one number of each record, computed once. */
  derive(compute: (record: number) => number): GrowingColumn {
    const column = new GrowingColumn();
    column.append(Float64Array.from({ length: this.count }, (_, record) => compute(record)));
    this.derived.push({ column, compute });
    return column;
  }

  /** Forgets every record from that index on. */
  truncate(count: number): void {
    this.steps.truncate(count);
    for (const { column } of this.derived) column.truncate(count);
  }

  /** Makes room for that many records in all. */
  reserve(count: number): void {
    if (count * this.width <= this.buffer.length) return;
    const larger = new Float32Array(Math.max(count * this.width, 2 * this.buffer.length));
    larger.set(this.values);
    this.buffer = larger;
  }
}
