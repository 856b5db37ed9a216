import { decodeHeader, type TensorEntry } from './safetensorsHeader';
import { widenBfloat16, widenFloat16 } from './halfFloats';

/** Numbers with a shape, as they stand in a file. */
export interface NamedArray {
  shape: number[];
  data: Float32Array | Float64Array | Int32Array | BigInt64Array;
}

/**
 * Writes tensors in the safetensors format; the widest come first, so that all are aligned.
 * @see https://github.com/huggingface/safetensors#format
 */
export function encodeSafetensors(tensors: Map<string, NamedArray>, metadata?: Record<string, string>): Uint8Array {
  const entries = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const header = encodeHeader(entries, metadata);
  const bytes = new Uint8Array(8 + header.length + entries.reduce((sum, [, { data }]) => sum + data.byteLength, 0));
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let offset = 8 + header.length;
  for (const [, { data }] of entries) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}

/** The JSON header, padded with spaces to a multiple of 8 bytes. */
function encodeHeader(entries: [string, NamedArray][], metadata?: Record<string, string>): Uint8Array {
  const header = new Map<string, unknown>(metadata ? [['__metadata__', metadata]] : []);
  let offset = 0;
  for (const [name, { shape, data }] of entries) {
    if (name === '__metadata__' || product(shape) !== data.length) throw new RangeError(`cannot write tensor ${name}`);
    header.set(name, { dtype: dtypeOf(data), shape, data_offsets: [offset, (offset += data.byteLength)] });
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(0x20);
  padded.set(json);
  return padded;
}

const product = (shape: number[]) => shape.reduce((total, size) => total * size, 1);

function dtypeOf(data: NamedArray['data']): string {
  if (data instanceof Float32Array) return 'F32';
  if (data instanceof Float64Array) return 'F64';
  return data instanceof Int32Array ? 'I32' : 'I64';
}

/**
 * Reads F32, F64, I32 and I64 tensors as they are, F16 and BF16 widened to float32.
 * @param name of the file, for the error
 * @throws UserError where the file is torn, or is no safetensors file, or holds other types
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  name: string,
): { tensors: Map<string, NamedArray>; metadata: Record<string, string> } {
  const { entries, metadata, dataStart } = decodeHeader(bytes, name);
  const tensors = new Map<string, NamedArray>();
  for (const entry of entries) tensors.set(entry.name, { shape: entry.shape, data: readData(bytes, dataStart, entry) });
  return { tensors, metadata };
}

function readData(bytes: Uint8Array, dataStart: number, { dtype, begin, end }: TensorEntry): NamedArray['data'] {
  // A copy: it stands at an aligned place, and the file's bytes can go.
  const { buffer } = new Uint8Array(bytes.subarray(dataStart + begin, dataStart + end));
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer);
    case 'F64':
      return new Float64Array(buffer);
    case 'I32':
      return new Int32Array(buffer);
    case 'I64':
      return new BigInt64Array(buffer);
    case 'F16':
      return widenFloat16(new Uint16Array(buffer));
    case 'BF16':
      return widenBfloat16(new Uint16Array(buffer));
  }
}
