import { describe, expect, it } from 'vitest';
import { npyHeader, npyTypeOf } from './npyHeader';

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('what a .npy file begins with', () => {
  it('is what numpy.save writes, byte by byte', () => {
    const header = npyHeader('<f4', [7, 3]); // numpy.save of numpy.zeros((7, 3), "float32")
    const written = "{'descr': '<f4', 'fortran_order': False, 'shape': (7, 3), }";
    expect(latin(header)).toBe(`\x93NUMPY\x01\x00\x76\x00${written.padEnd(117)}\n`);
  });

  it('of one dimension has a tuple of one', () => {
    expect(latin(npyHeader('<i4', [70_000]))).toContain("'shape': (70000,), }");
  });

  it('ends at a multiple of 64, and says its length, also where it is long', () => {
    for (const shape of [[1], [12_345_678, 1234], Array<number>(100).fill(12)]) {
      const header = npyHeader('<f8', shape);
      expect(header.length % 64).toBe(0);
      expect(header[8]! + 256 * header[9]! + 10).toBe(header.length);
    }
  });

  it('names the type of what follows', () => {
    expect([new Float32Array(), new Float64Array(), new Int32Array()].map(npyTypeOf)).toEqual(['<f4', '<f8', '<i4']);
  });
});
