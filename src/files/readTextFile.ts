import { isUtf8 } from 'node:buffer';
import { checkTextBytes } from './textBytes';
import { decodeUtf8 } from './decodeUtf8';
import { readFileBytes, type Reading } from './readFileBytes';

/** Bytes that a text may have which is read as a whole by a person: an experiment, a cell, a record. */
export const mostOfText = 16 * 2 ** 20;

/**
 * The text of a file that people write: UTF-8, a byte order mark left out.
 * @param reading what is said where there is none
 * @throws UserError where it cannot be read or is no such text
 */
export async function readTextFile(path: string, reading: Omit<Reading, 'most'>): Promise<string> {
  return decodeText(await readFileBytes(path, { most: mostOfText, ...reading }), path);
}

/** The text that bytes of a file are. @throws UserError where they are no UTF-8 text */
export function decodeText(bytes: Uint8Array, path: string): string {
  checkTextBytes(bytes, path);
  if (!isUtf8(bytes)) decodeUtf8(bytes, path); // says where
  return new TextDecoder().decode(bytes);
}
