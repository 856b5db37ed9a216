import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import * as l10n from '@vscode/l10n';
import { formatCount } from '../protocol/words';

/** Whether a file is a safetensors file as long as its header says. */
export const isWholeCheckpoint = async (path: string): Promise<boolean> => (await tornCheckpoint(path)) === undefined;

/** Says what a checkpoint lacks; nothing of a safetensors file that is as long as its header says. */
export async function tornCheckpoint(path: string): Promise<string | undefined> {
  const name = basename(path);
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return l10n.t('The checkpoint {0} is missing.', name);
  try {
    const { size } = await file.stat();
    const whole = await lengthByHeader(file, size);
    return size === whole
      ? undefined
      : l10n.t('The checkpoint {0} is torn: it has {1} of its {2} bytes.', name, formatCount(size), formatCount(whole));
  } catch {
    return l10n.t('The checkpoint {0} is torn: its header is not whole.', name);
  } finally {
    await file.close();
  }
}

/** Bytes of a header, at most; more is not read. */
const longestHeader = 32 * 2 ** 20;

/** Bytes that a file has by its header. @throws where that is not whole */
async function lengthByHeader(file: FileHandle, size: number): Promise<number> {
  const start = Buffer.alloc(8);
  await file.read(start, 0, 8, 0);
  const headerLength = Number(start.readBigUInt64LE());
  if (size < 8 || headerLength > Math.min(size - 8, longestHeader)) throw new Error('it ends in its header');
  const header = Buffer.alloc(headerLength);
  await file.read(header, 0, headerLength, 8);
  return 8 + headerLength + dataLength(JSON.parse(header.toString('utf8')) as Header);
}

type Header = Record<string, { data_offsets?: [number, number] }>;

function dataLength(header: Header): number {
  return Math.max(0, ...Object.values(header).map((entry) => entry.data_offsets?.[1] ?? 0));
}
