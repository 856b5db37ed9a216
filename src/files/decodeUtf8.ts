import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { visibleText } from '../protocol/visibleText';
import { saveAsUtf8 } from './textBytes';

/** Smallest code point that needs 1, 2 and 3 continuation bytes. */
const SMALLEST = [0, 0x80, 0x800, 0x10000];

/**
 * The code points of a UTF-8 text, a byte order mark left out.
 * @param path named in the error
 * @throws UserError with byte offset and line where the bytes are not UTF-8 (overlong forms and surrogates included)
 */
export function decodeUtf8(bytes: Uint8Array, path: string): Int32Array {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const points = new Int32Array(countLeadBytes(bytes, start));
  let length = 0;
  for (let at = start; at < bytes.length;) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      points[length++] = lead;
      at += 1;
      continue;
    }
    const more = continuationsAfter(lead);
    const point = more === 0 ? -1 : readPoint(bytes, at, more);
    if (point < 0) throw isNotUtf8(bytes, at, path);
    points[length++] = point;
    at += more + 1;
  }
  return points;
}

function countLeadBytes(bytes: Uint8Array, start: number): number {
  let count = 0;
  for (let at = start; at < bytes.length; at++) if ((bytes[at]! & 0xc0) !== 0x80) count++;
  return count;
}

/** How many continuation bytes follow a lead byte of 0x80 and above; 0 where it cannot lead. */
function continuationsAfter(lead: number): number {
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 1;
  if (lead < 0xf0) return 2;
  return lead < 0xf5 ? 3 : 0;
}

/** The code point that begins at a lead byte, or -1. */
function readPoint(bytes: Uint8Array, at: number, more: number): number {
  let point = bytes[at]! & (0x3f >> more);
  for (let i = at + 1; i <= at + more; i++) {
    const byte = i < bytes.length ? bytes[i]! : 0;
    if ((byte & 0xc0) !== 0x80) return -1;
    point = (point << 6) | (byte & 0x3f);
  }
  const isSurrogate = point >= 0xd800 && point <= 0xdfff;
  return point < SMALLEST[more]! || point > 0x10ffff || isSurrogate ? -1 : point;
}

function isNotUtf8(bytes: Uint8Array, offset: number, path: string): UserError {
  let line = 1;
  for (let at = 0; at < offset; at++) if (bytes[at] === 0x0a) line++;
  const byte = `0x${bytes[offset]!.toString(16).toUpperCase().padStart(2, '0')}`;
  return new UserError(
    l10n.t(
      '{0} is not UTF-8: byte {1} (line {2}) is {3}, which begins no character.',
      visibleText(path),
      offset,
      line,
      byte,
    ),
    saveAsUtf8(),
  );
}
