import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { ofFile } from '../../files/readFileBytes';
import { visibleText } from '../../protocol/visibleText';
import { decodeSafetensors, type NamedArray } from './safetensors';
import { decodeHeader, headerEnd } from './safetensorsHeader';

/** More is not read into one piece of memory. */
const LARGEST = 2 ** 31 - 1;
/** Bytes by which a format is known. */
const START = 512;

/**
 * Reads a safetensors file; its header is checked before its numbers are read.
 * @throws UserError where it is missing, torn, of another format, or holds other types
 */
export const readSafetensors = (path: string): Promise<{ file: string; tensors: Map<string, NamedArray> }> =>
  ofFile(path, { most: LARGEST, remedy: l10n.t('Give the path of a safetensors file.') }, async (size) => {
    const file = visibleText(basename(path));
    decodeHeader(await readHeader(path, file, size), file, size);
    return { file, tensors: decodeSafetensors(await readFile(path), file).tensors };
  });

/** The bytes of a file up to the end of its header. */
async function readHeader(path: string, file: string, size: number): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const start = Buffer.alloc(Math.min(START, size));
    await handle.read(start, 0, start.length, 0);
    const bytes = Buffer.alloc(headerEnd(start, file, size));
    await handle.read(bytes, 0, bytes.length, 0);
    return bytes;
  } finally {
    await handle.close();
  }
}
