import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { open, type Entry, type ZipFile } from 'yauzl';
import { formatBytes } from '../protocol/words';
import { checkCancelled, type Installation } from './installation';
import { archiveDamaged } from './problems';

/** A file that was written: its size and SHA-256 in hexadecimal. */
export interface WrittenFile {
  bytes: number;
  sha256: string;
}

/**
 * Takes the libraries out of a wheel or a jar, and nothing else, each checked by its CRC-32 and, where the archive has a
 * list of them (RECORD), by its SHA-256.
 * @returns by name; a library that the archive lacks is missing
 * @throws UserError where the archive is damaged, or the person cancels
 */
export async function unpackLibraries(
  archive: string,
  to: string,
  installation: Installation,
): Promise<Record<string, WrittenFile>> {
  try {
    return await unpack(archive, to, installation);
  } catch (error) {
    checkCancelled(installation);
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (['ENOSPC', 'EACCES', 'EROFS', 'ENOENT'].includes(code)) throw error;
    throw archiveDamaged(archive, message.replace(/[.\s]*$/, ''));
  }
}

async function unpack(archive: string, to: string, installation: Installation): Promise<Record<string, WrittenFile>> {
  const zip = await openArchive(archive);
  try {
    const entries = await entriesOf(zip);
    const wanted = entries.filter((entry) => isLibrary(entry.fileName, installation.machine.libraries));
    const record = entries.find((entry) => /^[^/]+\.dist-info\/RECORD$/.test(entry.fileName));
    const sums = record ? sumsOf((await readEntry(zip, record)).toString()) : new Map<string, string>();
    const total = wanted.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    const written: Record<string, WrittenFile> = {};
    let before = 0;
    for (const entry of wanted) {
      const name = basename(entry.fileName);
      const tell = (bytes: number) => tellUnpacked(installation, before + bytes, total);
      written[name] = await extract(zip, entry, join(to, name), installation.signal, tell);
      before += entry.uncompressedSize;
      const expected = sums.get(entry.fileName);
      if (expected && expected !== written[name].sha256) throw new Error(l10n.t('the SHA-256 of {0} is wrong', name));
    }
    return written;
  } finally {
    zip.close();
  }
}

/** The copy beside the Python code or for Java, not one in a folder of another purpose. */
const isLibrary = (path: string, libraries: readonly string[]): boolean => libraries.includes(basename(path));

function openArchive(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) =>
    open(path, { autoClose: false, lazyEntries: true }, (error, zip) => (error ? reject(error) : resolve(zip))),
  );
}

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on('end', () => resolve(entries));
    zip.on('error', reject);
    zip.readEntry();
  });
}

function streamOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) =>
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream))),
  );
}

async function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await streamOf(zip, entry)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** SHA-256 of each file of a wheel, in hexadecimal. @see PEP 376 for RECORD */
function sumsOf(record: string): Map<string, string> {
  const rows = record.matchAll(/^(.+),sha256=([\w-]+),\d*\r?$/gm);
  return new Map([...rows].map(([, name, sum]) => [name!, Buffer.from(sum!, 'base64url').toString('hex')]));
}

async function extract(
  zip: ZipFile,
  entry: Entry,
  to: string,
  signal: AbortSignal,
  tell: (bytes: number) => void,
): Promise<WrittenFile> {
  const hash = createHash('sha256');
  let [bytes, crc] = [0, 0];
  const measure = new Transform({
    transform(part: Buffer, _encoding, done) {
      hash.update(part);
      crc = crc32(part, crc);
      tell((bytes += part.length));
      done(null, part);
    },
  });
  await pipeline(await streamOf(zip, entry), measure, createWriteStream(to, { mode: 0o644 }), { signal });
  if (crc !== entry.crc32) throw new Error(l10n.t('the checksum of {0} is wrong', basename(to)));
  return { bytes, sha256: hash.digest('hex') };
}

function tellUnpacked({ tell }: Installation, bytes: number, totalBytes: number): void {
  const sentence = l10n.t('Unpacking: {0} of {1}', formatBytes(bytes), formatBytes(totalBytes));
  tell({ stage: 'unpacking', sentence, bytes, totalBytes });
}
