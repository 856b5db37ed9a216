import type { Disk } from './disk';
import { errorCode } from './writeFailure';

/**
 * A file that only grows. What is pushed waits in memory until a flush has put all of it on disk; a flush that failed
 * half-way is repeated from where the file was whole, so that nothing is torn or written twice.
 */
export class AppendedFile {
  private readonly waiting: Uint8Array[] = [];

  /**
   * @param length bytes that the file holds already
   */
  constructor(
    private readonly path: string,
    private length: number,
    private readonly disk: Disk,
  ) {}

  /** Adds bytes, or a text as UTF-8. */
  push(content: Uint8Array | string): void {
    this.waiting.push(typeof content === 'string' ? Buffer.from(content) : content);
  }

  /** Puts on disk what waits. */
  async flush(): Promise<void> {
    const count = this.waiting.length;
    if (count === 0) return;
    const bytes = Buffer.concat(this.waiting);
    await this.write(bytes);
    this.length += bytes.length;
    this.waiting.splice(0, count);
  }

  private async write(bytes: Uint8Array): Promise<void> {
    try {
      await this.disk.writeAt(this.path, bytes, this.length);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || this.length === 0) throw error;
      this.length = 0; // somebody deleted the file: begin it anew
      await this.disk.writeAt(this.path, bytes, 0);
    }
  }
}
