import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { WriteFailure } from '../runs/writeFailure';

/** A reader that has fallen this far behind is not written for any more, so that no memory fills up. */
const mostWaitingBytes = 64 << 20;

/** One of a process's two outputs. A write that fails is kept as the reason of `lost`; nothing is written after it. */
export class OutputStream {
  private readonly controller = new AbortController();
  /** Aborted where nothing can be written any more; the reason is the failure. */
  readonly lost = this.controller.signal;
  private readonly isFile: boolean;

  /** @param name what people call it */
  constructor(
    private readonly stream: NodeJS.WriteStream & { fd: number },
    private readonly name: string,
  ) {
    this.isFile = !(stream instanceof Socket);
    stream.on('error', (error) => this.lose(error));
  }

  write(text: string): void {
    if (this.lost.aborted) return;
    try {
      if (this.isFile) writeWhole(this.stream.fd, Buffer.from(text));
      else this.stream.write(text);
    } catch (error) {
      this.lose(error);
    }
    if (this.stream.writableLength > mostWaitingBytes) this.lose(isNotRead(this.name));
  }

  /** Resolves when the reader has what was written. @throws what was thrown where it could not be written */
  async flushed(): Promise<void> {
    if (this.stream.writableNeedDrain) await once(this.stream, 'drain', { signal: this.lost }).catch(() => undefined);
    if (this.stream.writableLength > 0)
      await new Promise<void>((resolve) =>
        this.stream.write('', (error) => resolve(error ? this.lose(error) : undefined)),
      );
    await new Promise(setImmediate); // a pipe that has ended says so a turn later
    this.lost.throwIfAborted();
  }

  private lose(error: unknown): void {
    this.controller.abort(WriteFailure.of(this.name, error));
  }
}

/** Node's own stream of a file leaves out what a nearly full disk did not take. */
function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
}

const isNotRead = (name: string): UserError =>
  new UserError(
    l10n.t('Nobody has read {0} for so long that {1} MB wait.', name, mostWaitingBytes >> 20),
    l10n.t('Write to a file instead, or read on.'),
  );

/** Whether output failed for the one reason that is no mistake: whoever read it has read enough, as `head` does. */
export const isReaderGone = (error: unknown): boolean =>
  error instanceof WriteFailure && ['EPIPE', 'ECONNRESET', 'EOF'].includes(error.code);
