import type { Rows } from '../../kernels/rows';

/** The rows of one lane, a time step each, of time-major rows. */
export const laneOf = ({ data, offset, stride, rows, columns }: Rows, lane: number, lanes: number): Rows => ({
  data,
  offset: offset + lane * stride,
  stride: stride * lanes,
  rows: rows / lanes,
  columns,
});

/** Rows of zeros without gaps. */
export const emptyRows = (rows: number, columns: number): Rows => ({
  data: new Float32Array(rows * columns),
  offset: 0,
  stride: columns,
  rows,
  columns,
});

/** The first rows. */
export const firstRows = (rows: Rows, count: number): Rows => ({ ...rows, rows: count });

/** The L2 norm of a row. */
export function normOfRow({ data, offset, stride, columns }: Rows, row: number): number {
  let sum = 0;
  for (let i = offset + row * stride, end = i + columns; i < end; i++) sum += data[i]! * data[i]!;
  return Math.sqrt(sum);
}

/** The L2 norm of each row. */
export const normsOfRows = (rows: Rows): Float64Array =>
  Float64Array.from({ length: rows.rows }, (_, row) => normOfRow(rows, row));

/** The mean of each row, or of its sizes. */
export function meansOfRows({ data, offset, stride, rows, columns }: Rows, ofSizes: boolean): Float64Array {
  const means = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    const start = offset + row * stride;
    if (ofSizes) for (let i = start; i < start + columns; i++) sum += Math.abs(data[i]!);
    else for (let i = start; i < start + columns; i++) sum += data[i]!;
    means[row] = sum / columns;
  }
  return means;
}
