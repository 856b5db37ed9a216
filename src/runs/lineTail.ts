import { open } from 'node:fs/promises';
import { breathe } from './breathe';

/** Bytes read at once; as lines of JSON they take a few milliseconds. */
const chunkLength = 128 * 1024;

/** Reads the lines that were added to a file since the last time. A last line without its end is waited for. */
export class LineTail {
  private offset = 0;

  constructor(private readonly path: string) {}

  /** Hands over each whole new line as parsed JSON; what is no JSON is skipped. */
  async read(take: (value: unknown) => void): Promise<void> {
    const file = await open(this.path, 'r').catch(() => undefined);
    if (!file) return;
    try {
      const found = await file.stat();
      if (!found.isFile()) return; // who writes there says so
      const { size } = found;
      if (size < this.offset) this.offset = 0; // it was replaced: what follows replaces what was read
      let length = chunkLength;
      while (this.offset < size) {
        const chunk = Buffer.allocUnsafe(Math.min(length, size - this.offset));
        const { bytesRead } = await file.read(chunk, 0, chunk.length, this.offset);
        if (bytesRead === 0) return; // it shrank while it was read
        const whole = chunk.lastIndexOf(10, bytesRead - 1) + 1;
        if (whole === 0 && bytesRead < length) return; // torn: its end is still to come
        length = whole === 0 ? 2 * length : chunkLength;
        parseLines(chunk.toString('utf8', 0, whole), take);
        this.offset += whole;
        await breathe();
      }
    } finally {
      await file.close();
    }
  }
}

function parseLines(text: string, take: (value: unknown) => void): void {
  for (let start = 0, end; start < text.length; start = end + 1) {
    end = text.indexOf('\n', start);
    const value = parseLine(text.slice(start, end));
    if (value !== undefined) take(value);
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
}
