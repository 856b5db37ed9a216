import { open } from 'node:fs/promises';
import { breathe } from './breathe';

const chunkLength = 4 * 1024 * 1024;

/** Reads the fixed-width float32 records that were added to a file since the last time; a torn last one is waited for. */
export class RecordTail {
  private offset = 0;

  constructor(private readonly path: string) {}

  /** @param width numbers in a record */
  async read(width: number): Promise<Float32Array> {
    const file = await open(this.path, 'r').catch(() => undefined);
    if (!file) return new Float32Array(0);
    try {
      const found = await file.stat();
      if (!found.isFile()) return new Float32Array(0); // who writes there says so
      const { size } = found;
      if (size < this.offset) this.offset = 0; // it was replaced: what follows replaces what was read
      const added = size - this.offset;
      const bytes = new Uint8Array(added - (added % (4 * width)));
      for (let read = 0; read < bytes.length; await breathe()) {
        const { bytesRead } = await file.read(
          bytes,
          read,
          Math.min(chunkLength, bytes.length - read),
          this.offset + read,
        );
        if (bytesRead === 0) return new Float32Array(0); // it shrank while it was read
        read += bytesRead;
      }
      this.offset += bytes.length;
      return new Float32Array(bytes.buffer);
    } finally {
      await file.close();
    }
  }
}
