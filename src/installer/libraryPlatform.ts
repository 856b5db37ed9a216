import { open } from 'node:fs/promises';
import { libraryCutOff, libraryWrong } from './problems';

const elfProcessors: Record<number, string> = { 62: 'x64', 183: 'arm64' };
const machProcessors: Record<number, string> = { 0x01000007: 'x64', 0x0100000c: 'arm64' };

/** The platform that a shared library is for by its first bytes, such as linux-x64; undefined where it is none. */
export function libraryPlatform(header: Buffer): string | undefined {
  if (header.length < 20) return undefined;
  if (header.readUInt32BE(0) === 0x7f454c46) return named('linux', elfProcessors[header.readUInt16LE(18)]);
  if (header.readUInt32LE(0) === 0xfeedfacf) return named('darwin', machProcessors[header.readUInt32LE(4)]);
  return undefined;
}

const named = (system: string, processor: string | undefined): string => `${system}-${processor ?? '?'}`;

/** The table of sections stands at the end of an ELF file, and its header says where. @see the ELF-64 object file format */
const isCutOff = (header: Buffer, bytes: number): boolean =>
  header.readUInt32BE(0) === 0x7f454c46 && header.length >= HEADER && header.readBigUInt64LE(40) > BigInt(bytes);

const HEADER = 64;

/** @throws UserError where a file is no shared library for this machine, or not all of one */
export async function checkLibrary(path: string, machine: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER), 0, HEADER, 0);
    const header = buffer.subarray(0, bytesRead);
    const found = libraryPlatform(header);
    if (found !== machine) throw libraryWrong(path, found, machine);
    if (isCutOff(header, (await file.stat()).size)) throw libraryCutOff(path);
  } finally {
    await file.close();
  }
}
