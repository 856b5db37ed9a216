import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../protocol/userError';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from './safetensors';

const fixture = readFileSync(new URL('fixtures/pythonSafetensors.safetensors', import.meta.url));

/** A file with this header and so many zero bytes of data. */
function fileOf(header: unknown, dataBytes: number): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
}

const floats = (begin: number, end: number) => ({
  dtype: 'F32',
  shape: [(end - begin) / 4],
  data_offsets: [begin, end],
});

describe('a file written by the safetensors library of Python', () => {
  const { tensors, metadata } = decodeSafetensors(fixture, 'python.safetensors');

  it('gives its float32, float64, int32 and int64 tensors as they are', () => {
    expect(tensors.get('rnn.weight_ih_l0')).toEqual({
      shape: [2, 3],
      data: Float32Array.of(0, 0.125, 0.25, 0.375, 0.5, 0.625),
    });
    expect(tensors.get('double')).toEqual({ shape: [2, 1], data: Float64Array.of(1 / 3, -2e300) });
    expect(tensors.get('whole')).toEqual({ shape: [2], data: Int32Array.of(-1, 2 ** 31 - 1) });
    expect(tensors.get('step')).toEqual({ shape: [], data: BigInt64Array.of(2n ** 53n + 1n) });
    expect(tensors.get('nothing')).toEqual({ shape: [0, 4], data: new Float32Array(0) });
  });

  it('gives its half and brain floats widened', () => {
    const third = 1365 / 4096; // 1/3 rounded to 11 bits
    const half = [0, -0, 1, -2.5, 65504, 2 ** -24, 2 ** -14, Infinity, -Infinity, NaN, third];
    expect(tensors.get('half')).toEqual({ shape: [11], data: Float32Array.from(half) });
    const brain = tensors.get('brain')!.data as Float32Array;
    expect([brain[0], brain[2], brain[3]]).toEqual([1.5, Infinity, 2 ** -130]);
    expect(brain[1]! / -3e38).toBeCloseTo(1, 2);
  });

  it('gives its metadata', () => {
    expect(metadata).toEqual({ maker: 'Python, ñ' });
  });
});

describe('a file written here', () => {
  const tensors = new Map<string, NamedArray>([
    ['a', { shape: [3], data: Float32Array.of(1, -0, NaN) }],
    ['b', { shape: [1, 1], data: Float64Array.of(Math.PI) }],
    ['c', { shape: [], data: Int32Array.of(-7) }],
    ['d', { shape: [1], data: BigInt64Array.of(-(2n ** 62n)) }],
    ['empty', { shape: [0], data: new Float32Array(0) }],
  ]);

  it('is read back as it was, its metadata too', () => {
    const read = decodeSafetensors(encodeSafetensors(tensors, { text: 'ñ\n' }), 'own');
    expect(new Map([...read.tensors].sort())).toEqual(tensors);
    expect(read.metadata).toEqual({ text: 'ñ\n' });
  });

  it('has the layout of the format to the byte', () => {
    const one = new Map([['x', { shape: [1], data: Float32Array.of(1) }]]);
    const json = '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    const expected = Buffer.concat([
      Buffer.from([56, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from(json.padEnd(56)),
      Buffer.from([0, 0, 0x80, 0x3f]),
    ]);
    expect(Buffer.from(encodeSafetensors(one))).toEqual(expected);
  });

  it('begins every tensor at a multiple of its number size', () => {
    const bytes = encodeSafetensors(tensors);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString()) as Record<
      string,
      { data_offsets: [number, number] }
    >;
    for (const [name, { data }] of tensors)
      expect((8 + length + header[name]!.data_offsets[0]) % data.BYTES_PER_ELEMENT).toBe(0);
  });

  it('holds a view, not the whole buffer behind it', () => {
    const view = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const read = decodeSafetensors(encodeSafetensors(new Map([['x', { shape: [2], data: view }]])), 'own');
    expect(read.tensors.get('x')?.data).toEqual(Float32Array.of(2, 3));
  });

  it('is not written where a shape does not fit its numbers', () => {
    expect(() => encodeSafetensors(new Map([['x', { shape: [3], data: Float32Array.of(1) }]]))).toThrow(RangeError);
  });
});

describe('a hostile file is refused by name', () => {
  const hugeLength = Buffer.alloc(64, 0xff);
  const beyondEnd = Buffer.from([0, 1, 0, 0, 0, 0, 0, 0, 0x7b]);
  const cases: [string, Uint8Array, string][] = [
    ['no bytes at all', new Uint8Array(0), 'is empty'],
    ['a header length of 2^64 - 1', hugeLength, 'header claims 18446744073709551615 bytes'],
    ['a header longer than the file', beyondEnd, 'not whole'],
    ['a header that is no JSON', fileOf('{"x":', 0), 'not a JSON object'],
    ['a header that is a list', fileOf('[]', 0), 'not a JSON object'],
    ['a header that is not UTF-8', Buffer.concat([fileOf('{"x":1 }', 0).subarray(0, 15), Buffer.of(0xff)]), 'JSON'],
    ['an entry without a type', fileOf({ x: { shape: [1], data_offsets: [0, 4] } }, 4), '"x" is malformed'],
    ['an entry that is null', fileOf({ x: null }, 0), '"x" is malformed'],
    ['a negative size', fileOf({ x: { ...floats(0, 4), shape: [-1] } }, 4), 'malformed'],
    ['a negative offset', fileOf({ x: { ...floats(0, 4), data_offsets: [-4, 0] } }, 4), 'malformed'],
    ['another type', fileOf({ x: { ...floats(0, 4), dtype: 'U8' } }, 4), '"U8"'],
    ['a type of JavaScript', fileOf({ x: { ...floats(0, 4), dtype: 'constructor' } }, 4), '"constructor"'],
    ['a shape that does not fit', fileOf({ x: { ...floats(0, 4), shape: [2] } }, 4), 'does not have 4 bytes'],
    ['a shape that overflows', fileOf({ x: { ...floats(0, 4), shape: [2 ** 40, 2 ** 40] } }, 4), 'does not have 4'],
    ['offsets the wrong way round', fileOf({ x: { ...floats(0, 4), data_offsets: [4, 0] } }, 4), 'does not have'],
    ['overlapping tensors', fileOf({ x: floats(0, 8), y: floats(4, 12) }, 12), '"y" overlaps'],
    ['two tensors in one place', fileOf({ x: floats(0, 8), y: floats(0, 8) }, 8), 'overlaps'],
    ['a gap', fileOf({ x: floats(0, 4), y: floats(8, 12) }, 12), 'gap before tensor "y"'],
    ['bytes after the end', fileOf({ x: floats(0, 4) }, 5), '1 bytes follow'],
    ['metadata that are no strings', fileOf({ __metadata__: { a: 1 } }, 0), 'metadata'],
  ];

  it.each(cases)('with %s', (_, bytes, message) => {
    const decode = () => decodeSafetensors(bytes, 'weights.safetensors');
    expect(decode).toThrow(UserError);
    expect(decode).toThrow('weights.safetensors');
    expect(decode).toThrow(message);
  });

  it('wherever it was cut off', () => {
    for (let length = 0; length < fixture.length; length++)
      expect(() => decodeSafetensors(fixture.subarray(0, length), 'cut.safetensors')).toThrow(UserError);
  });
});
