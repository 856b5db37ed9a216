/** Bytes that are looked at where no mark says the encoding. */
const looked = 2 ** 16;

/**
 * The name of the encoding of bytes that are UTF-16 or UTF-32: by their mark, or, without one, where their zero bytes
 * stand as in such a text.
 */
export function otherEncoding(bytes: Uint8Array): string | undefined {
  const begins = (...mark: number[]) => mark.every((byte, i) => bytes[i] === byte);
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff)) return 'UTF-32';
  if (begins(0xff, 0xfe)) return 'UTF-16 LE';
  if (begins(0xfe, 0xff)) return 'UTF-16 BE';
  const start = bytes.subarray(0, looked);
  if (bytes.length % 2 > 0 || !start.includes(0)) return undefined;
  if (isWide(start, 4, 0) || isWide(start, 4, 3)) return 'UTF-32';
  if (isWide(start, 2, 0)) return 'UTF-16 LE';
  return isWide(start, 2, 1) ? 'UTF-16 BE' : undefined;
}

/**
 * Whether bytes read as a text of units that wide: no control characters, and the zero bytes only where those of common
 * characters stand.
 * @param low where in a unit its lowest byte stands
 */
function isWide(bytes: Uint8Array, width: 2 | 4, low: number): boolean {
  const isZeroLow = (at: number) => bytes[at] === 0 && at % width === low;
  for (let at = 0; at + width <= bytes.length; at += width) {
    if (isZeroLow(at + low)) return false;
    let unit = 0;
    for (let i = 0; i < width; i++) unit = unit * 256 + bytes[at + (low === 0 ? width - 1 - i : i)]!;
    if (unit > 0x10ffff || (unit < 32 && ![9, 10, 12, 13].includes(unit)) || unit === 0xffff) return false;
  }
  return bytes.length >= width;
}
