import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exportNumbers } from './exportNumbers';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const units = 3;
const text = [...'a"b\n🐋'];

/** Numbers that tell where they are from: symbol and unit. */
const ask = async (from: number, to: number): Promise<{ values: string; symbols: string[] }> => {
  const rows = Array.from({ length: to - from }, (_, row) => from + row);
  const values = Float32Array.from(rows.flatMap((at) => [at, at + 0.25, -at]));
  return {
    values: Buffer.from(values.buffer).toString('base64'),
    symbols: rows.map((at) => text[at % text.length]!),
  };
};

it('writes a row a symbol as CSV, symbols quoted', async () => {
  const path = join(folder, 'numbers.csv');
  await exportNumbers({ path, format: 'csv', from: 0, to: 5, units, ask });
  expect(await readFile(path, 'utf8')).toBe(
    'position,symbol,unit 0,unit 1,unit 2\n' +
      '0,"a",0,0.25,0\n1,"""",1,1.25,-1\n2,"b",2,2.25,-2\n3,"\n",3,3.25,-3\n4,"🐋",4,4.25,-4\n',
  );
});

it('writes what NumPy reads: a header whose end is at a multiple of 64, and the rows one after the other', async () => {
  const path = join(folder, 'numbers.npy');
  await exportNumbers({ path, format: 'npy', from: 2000, to: 4500, units, ask });
  const bytes = await readFile(path);
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]));
  const start = 10 + bytes.readUInt16LE(8);
  expect(start % 64).toBe(0);
  const header = bytes.toString('latin1', 10, start);
  expect(header).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2500, 3\), \} *\n$/);
  expect(bytes.length).toBe(start + 4 * 2500 * units);
  const at = (row: number, unit: number): number => bytes.readFloatLE(start + 4 * (row * units + unit));
  expect([at(0, 0), at(1500, 1), at(2499, 2)]).toEqual([2000, 3500.25, -4499]);
});

it('asks for no more than 1,024 symbols at once, and tells how far it is', async () => {
  const asked: [number, number][] = [];
  const shares: number[] = [];
  await exportNumbers({
    path: join(folder, 'numbers.npy'),
    format: 'npy',
    from: 10,
    to: 2100,
    units,
    ask: (from, to) => (asked.push([from, to]), ask(from, to)),
    onProgress: (share) => shares.push(share),
  });
  expect(asked).toEqual([
    [10, 1034],
    [1034, 2058],
    [2058, 2100],
  ]);
  expect(shares.at(-1)).toBe(1);
});
