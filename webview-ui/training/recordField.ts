import type { RecordField, RecordLayout } from '../../src/protocol/run';
import { reachLimit } from '../../src/protocol/reachVerdict';
import type { GrowingColumn } from '../shared/growingColumn';
import type { GrowingRecords } from '../shared/growingRecords';

/** One quantity of one layer in all records of a file. */
export class FieldView {
  private readonly maxima: GrowingColumn;
  private readonly horizonColumn: GrowingColumn;
  private usual: { key: string; value: number } = { key: '', value: 1 };

  constructor(
    private readonly records: GrowingRecords,
    private readonly offset: number,
    /** Numbers of one record. */
    readonly rows: number,
  ) {
    this.maxima = records.derive((index) => maximumOf(this.record(index)));
    this.horizonColumn = records.derive((index) => horizonOf(this.record(index)));
  }

  /** Steps of the records, ascending. */
  get steps(): Float64Array {
    return this.records.steps.values;
  }

  record(index: number): Float32Array {
    return this.records.field(index, this.offset, this.rows);
  }

  /** For each record the last row with 1 % or more. */
  get horizons(): Float64Array {
    return this.horizonColumn.values;
  }

  /** A number that 98 of 100 records stay below. */
  get usualMaximum(): number {
    const { steps } = this;
    const key = `${steps.length} ${steps.at(-1) ?? 0}`;
    if (this.usual.key !== key) {
      const sorted = this.maxima.values.slice().sort();
      this.usual = { key, value: sorted[Math.floor(0.98 * (sorted.length - 1))] ?? 1 };
    }
    return this.usual.value;
  }
}

/** Where a field stands in the records of a file; undefined where the file does not have it. */
export function placeOf(
  layout: RecordLayout,
  quantity: RecordField['quantity'],
  layer: number,
): { offset: number; length: number } | undefined {
  let offset = 1;
  for (const field of layout.fields) {
    if (field.quantity === quantity && field.layer === layer) return { offset, length: field.length };
    offset += field.length;
  }
  return undefined;
}

/** The last time step back at which 1 % or more is left. */
function horizonOf(curve: Float32Array): number {
  let back = curve.length - 1;
  while (back > 0 && !(curve[back]! >= reachLimit)) back--;
  return back;
}

function maximumOf(record: Float32Array): number {
  let maximum = 0;
  for (let row = 0; row < record.length; row++) if (record[row]! > maximum) maximum = record[row]!;
  return Math.min(maximum, Number.MAX_VALUE);
}
