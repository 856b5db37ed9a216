/** Numbers that are written, by what NumPy calls their type. */
export type NpyNumbers = Float32Array | Float64Array | Int32Array;

const types = { '<f4': Float32Array, '<f8': Float64Array, '<i4': Int32Array };
export type NpyType = keyof typeof types;

/** NumPy's name of an array's type. */
export const npyTypeOf = (numbers: NpyNumbers): NpyType =>
  (Object.keys(types) as NpyType[]).find((name) => numbers instanceof types[name])!;

/**
 * What a .npy file begins with; the numbers follow, row by row.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npyHeader(type: NpyType, shape: number[]): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const before = 10;
  const padded = text.padEnd(Math.ceil((before + text.length + 1) / 64) * 64 - before - 1) + '\n';
  const header = Buffer.alloc(before + padded.length);
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(padded.length, 8);
  header.write(padded, before, 'latin1');
  return header;
}
