/** Rows of numbers in the kernels' memory: row i begins at offset + i * stride. */
export interface Rows {
  readonly data: Float32Array;
  readonly offset: number;
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
}

/** Writes numbers that lie without gaps, [n, columns], into rows from `row` on. */
export function writeRows({ data, offset, stride, columns }: Rows, row: number, numbers: Float32Array): void {
  let to = offset + row * stride;
  for (let from = 0; from < numbers.length; from += columns, to += stride) {
    data.set(numbers.subarray(from, from + columns), to);
  }
}

/**
 * A copy of rows from..to, without gaps.
 * @param into where to put it; of that size
 */
export function readRows(
  { data, offset, stride, columns }: Rows,
  from: number,
  to: number,
  into: Float32Array = new Float32Array((to - from) * columns),
): Float32Array {
  for (let row = from, at = 0; row < to; row++, at += columns) {
    const start = offset + row * stride;
    if (columns < shortRow) for (let i = 0; i < columns; i++) into[at + i] = data[start + i]!;
    else into.set(data.subarray(start, start + columns), at);
  }
  return into;
}

/** Rows shorter than this are copied faster number by number than through views. */
const shortRow = 24;
