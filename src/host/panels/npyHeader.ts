/** The beginning of a .npy file of float32 rows. @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
export function npyHeader(rows: number, columns: number): Buffer {
  const fields = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  const length = Math.ceil((10 + fields.length + 1) / 64) * 64 - 10; // what follows begins at a multiple of 64
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, length & 255, length >> 8]);
  return Buffer.concat([start, Buffer.from(`${fields.padEnd(length - 1)}\n`)]);
}
