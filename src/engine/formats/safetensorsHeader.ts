import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { UserError } from '../../protocol/userError';
import { visibleText } from '../../protocol/visibleText';
import { foreignFormat } from './foreignFormat';

/** Bytes of one number of each type that is read. */
const BYTES = { F32: 4, F64: 8, I32: 4, I64: 8, F16: 2, BF16: 2 } as const;
/** Enough for the vocabulary and the own cells of a checkpoint, by far. */
const LARGEST_HEADER = 32 * 2 ** 20;
const DEEPEST = 8;

const tensorSchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const metadataSchema = z.record(z.string(), z.string());

/** Where a tensor stands in the data part. */
export interface TensorEntry {
  name: string;
  dtype: keyof typeof BYTES;
  shape: number[];
  begin: number;
  end: number;
}

/** What the header of a file says, checked against its length. */
export interface SafetensorsHeader {
  entries: TensorEntry[];
  metadata: Record<string, string>;
  /** First byte of the data part. */
  dataStart: number;
}

/**
 * Reads and checks the header.
 * @param bytes of the file, up to the end of its header at least
 * @param size of the whole file
 * @throws UserError naming the file
 */
export function decodeHeader(bytes: Uint8Array, name: string, size = bytes.length): SafetensorsHeader {
  const dataStart = headerEnd(bytes, name, size);
  const { __metadata__: metadata, ...tensors } = parseHeader(bytes.subarray(8, dataStart), name);
  const entries = Object.entries(tensors).map(([tensor, value]) => toEntry(tensor, value, name));
  checkLayout(entries, size - dataStart, name);
  return { entries, metadata: parseMetadata(metadata, name), dataStart };
}

/**
 * Where the header ends that the first bytes of a file begin.
 * @throws UserError where the file is of another format, or its header cannot be that long
 */
export function headerEnd(bytes: Uint8Array, name: string, size: number): number {
  const other = foreignFormat(bytes, name);
  if (other) throw other;
  if (size < 8) throw isTorn(name, size, 8);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > LARGEST_HEADER) throw isInvalid(name, l10n.t('its header claims {0} bytes', String(length)));
  const end = 8 + Number(length);
  if (end > size) throw isTorn(name, size, end);
  return end;
}

function parseHeader(bytes: Uint8Array, name: string): Record<string, unknown> {
  if (!isShallow(bytes)) throw isInvalid(name, l10n.t('its header is not a JSON object'));
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below, in words.
  }
  throw isInvalid(name, l10n.t('its header is not a JSON object'));
}

/** Whether braces and brackets are inside of one another no deeper than in a header; deeper ones would cost much memory. */
function isShallow(bytes: Uint8Array): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < bytes.length && depth <= DEEPEST; at++) {
    const byte = bytes[at]!;
    if (byte === 0x22) isInText = !isInText;
    else if (isInText) at += byte === 0x5c ? 1 : 0;
    else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return depth <= DEEPEST;
}

function parseMetadata(value: unknown, name: string): Record<string, string> {
  const parsed = metadataSchema.safeParse(value ?? {});
  if (!parsed.success) throw isInvalid(name, l10n.t('its metadata is not a map of strings'));
  return parsed.data;
}

function toEntry(tensor: string, value: unknown, name: string): TensorEntry {
  const parsed = tensorSchema.safeParse(value);
  if (!parsed.success) throw isInvalid(name, l10n.t('the entry of tensor "{0}" is malformed', visibleText(tensor)));
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  if (!isReadable(dtype)) throw hasOtherType(name, tensor, dtype);
  const [begin, end] = offsets;
  const length = shape.reduce((total, size) => total * size, 1) * BYTES[dtype];
  if (length !== end - begin) {
    throw isInvalid(
      name,
      l10n.t('tensor "{0}" of shape [{1}] does not have {2} bytes', tensor, shape.join(', '), end - begin),
    );
  }
  return { name: tensor, dtype, shape, begin, end };
}

const isReadable = (dtype: string): dtype is keyof typeof BYTES => Object.hasOwn(BYTES, dtype);

/** Tensors must lie one after the other, without overlap or gap, and fill the file to its end. */
function checkLayout(entries: TensorEntry[], dataLength: number, name: string): void {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin < end) throw isInvalid(name, l10n.t('tensor "{0}" overlaps the one before it', entry.name));
    if (entry.begin > end) throw isInvalid(name, l10n.t('there is a gap before tensor "{0}"', entry.name));
    end = entry.end;
  }
  if (end > dataLength) throw isTorn(name, dataLength, end);
  if (end < dataLength) throw isInvalid(name, l10n.t('{0} bytes follow its last tensor', dataLength - end));
}

const useAnother = () => l10n.t('Use another file, or write this one again.');

const isTorn = (name: string, bytes: number, needed: number) =>
  new UserError(l10n.t('{0} is not whole: {1} bytes stand where {2} should.', name, bytes, needed), useAnother());

const isInvalid = (name: string, reason: string) =>
  new UserError(l10n.t('{0} is not a valid safetensors file: {1}.', name, reason), useAnother());

const hasOtherType = (name: string, tensor: string, dtype: string) =>
  new UserError(
    l10n.t(
      'Tensor "{0}" of {1} is of type {2}, which is not read here.',
      visibleText(tensor),
      name,
      JSON.stringify(dtype),
    ),
    l10n.t('Save it as float32 (F32); {0} are read.', Object.keys(BYTES).join(', ')),
  );
