import type { RecordField } from '../protocol/run';

/** One quantity of a record, a curve for every layer. @param values the fields in order, without the leading step */
export function fieldsOf(
  values: Float32Array,
  fields: RecordField[],
  quantity: RecordField['quantity'],
): Float32Array[] {
  let end = 0;
  const placed = fields.map((field) => ({ ...field, start: end, end: (end += field.length) }));
  return placed.filter((field) => field.quantity === quantity).map((field) => values.subarray(field.start, field.end));
}
