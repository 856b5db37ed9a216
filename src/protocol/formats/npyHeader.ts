/** Numbers that are written, by what NumPy calls their type. */
export type NpyNumbers = Float32Array | Float64Array | Int32Array;

const types = { '<f4': Float32Array, '<f8': Float64Array, '<i4': Int32Array };
/** Their types. */
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
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10; // what follows begins at a multiple of 64
  const letters = `\x93NUMPY\x01\x00${String.fromCharCode(length & 255, length >> 8)}${text.padEnd(length - 1)}\n`;
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
