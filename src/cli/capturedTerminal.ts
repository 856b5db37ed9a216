import type { Terminal } from './terminal';

/** A terminal for tests: keeps what is written to it, and can be interrupted. */
export class CapturedTerminal implements Terminal {
  written = '';
  wrong = '';
  private readonly controller = new AbortController();
  readonly interrupted = this.controller.signal;
  private readonly losing = new AbortController();
  readonly outputLost = this.losing.signal;

  constructor(
    readonly folder: string,
    readonly isTty = false,
    readonly columns = 80,
  ) {}

  out(text: string): void {
    this.written += text;
  }

  err(text: string): void {
    this.wrong += text;
  }

  flushed(): Promise<void> {
    return Promise.resolve().then(() => this.outputLost.throwIfAborted());
  }

  interrupt(): void {
    this.controller.abort();
  }

  /** From here on nothing can be written. */
  loseOutput(failure: unknown): void {
    this.losing.abort(failure);
  }

  /** What is written, a line each. */
  get lines(): string[] {
    return this.written.trimEnd().split('\n');
  }
}
