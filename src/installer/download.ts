import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as l10n from '@vscode/l10n';
import { formatBytes } from '../protocol/words';
import { checkCancelled, type Installation } from './installation';
import { downloadBrokeOff, downloadDamaged } from './problems';

/** An archive to fetch. */
export interface Download {
  url: string;
  /** In hexadecimal. */
  sha256: string;
}

/** A server that refuses, where another client may have the credentials or the way. */
export class Refused extends Error {}

const TRIES = 4;

/**
 * Fetches a file. What has arrived stays in PATH.part when it breaks off, and the next time goes on from there.
 * @throws Refused where nothing can be had from there this way
 * @throws UserError where it breaks off, arrives damaged, or the person cancels
 */
export async function download({ url, sha256 }: Download, path: string, installation: Installation): Promise<void> {
  const part = `${path}.part`;
  if ((await hashOf(path)) === sha256) return;
  for (let at = 1; ; at++) {
    try {
      await goOn(url, part, installation);
      break;
    } catch (error) {
      checkCancelled(installation);
      if (error instanceof Refused || (error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
      const bytes = await sizeOf(part);
      if (bytes === 0) throw new Refused(reasonOf(error));
      if (at === TRIES) throw downloadBrokeOff(bytes, reasonOf(error));
    }
  }
  if ((await hashOf(part)) !== sha256) {
    await rm(part, { force: true });
    throw downloadDamaged(basename(path));
  }
  await rename(part, path);
}

/** Fetches what is missing. */
async function goOn(url: string, part: string, { signal, tell }: Installation): Promise<void> {
  const begun = await sizeOf(part);
  const headers: Record<string, string> = begun > 0 ? { range: `bytes=${begun}-` } : {};
  const response = await fetch(url, { headers: { ...headers, 'accept-encoding': 'identity' }, signal });
  if (response.status === 416) return; // all of it is there; its SHA-256 says whether it is right
  if (!response.ok || !response.body) throw new Refused(`${response.status} ${response.statusText}`.trim());
  const from = response.status === 206 ? begun : 0;
  const length = Number(response.headers.get('content-length') ?? NaN);
  const totalBytes = Number.isFinite(length) ? from + length : undefined;
  const file = await open(part, from > 0 ? 'a' : 'w');
  let bytes = from;
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      await file.writeFile(chunk);
      bytes += chunk.length;
      tell({ stage: 'downloading', sentence: sentenceOf(bytes, totalBytes), bytes, totalBytes });
    }
  } finally {
    await file.close();
  }
  if (totalBytes !== undefined && bytes < totalBytes) throw new Error(l10n.t('the server ended it early'));
}

const sentenceOf = (bytes: number, total: number | undefined): string =>
  total === undefined
    ? l10n.t('Downloading: {0}', formatBytes(bytes))
    : l10n.t('Downloading: {0} of {1}', formatBytes(bytes), formatBytes(total));

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;

/** SHA-256 in hexadecimal; undefined where there is no such file. */
export async function hashOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
}

/** What fetch says hides in its cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: Error };
  return (cause?.message || message).replace(/[.\s]*$/, '');
}
