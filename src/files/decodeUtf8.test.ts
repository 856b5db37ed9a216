import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from './decodeUtf8';

const isAccepted = (bytes: Uint8Array): boolean => {
  try {
    decodeUtf8(bytes, 'x.txt');
    return true;
  } catch {
    return false;
  }
};

describe('decoding UTF-8', () => {
  it('gives the code points that JavaScript sees in the same text', () => {
    const text = 'aé€\u{10348}\u{10ffff}\u0800\u07ff\uffff\u0000 ¿Qué? 👩‍👩‍👧';
    expect([...decodeUtf8(Buffer.from(text), 'x.txt')]).toEqual([...text].map((symbol) => symbol.codePointAt(0)));
  });

  it('accepts and refuses exactly the sequences of two, three and four bytes that Node does', () => {
    const following = [0x61, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc2];
    const leading = [...following, 0xc0, 0xc1, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff];
    const extend = (sequences: number[][]) => sequences.flatMap((begun) => following.map((byte) => [...begun, byte]));
    const two = extend(leading.map((byte) => [byte]));
    const three = extend(two);
    const sequences = [...two, ...three, ...extend(three)].map((bytes) => Uint8Array.from(bytes));
    expect(sequences.filter((bytes) => isAccepted(bytes) !== isUtf8(bytes))).toEqual([]);
  });

  it('names the byte at which a sequence is cut off', () => {
    expect(() => decodeUtf8(Buffer.from('ab€').subarray(0, 4), 'x.txt')).toThrow('x.txt is not UTF-8: byte 2 (line 1)');
  });
});
