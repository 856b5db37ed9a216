/** Counts milliseconds of training, pauses left out. */
export class TrainingClock {
  private startedAt?: number;

  /** @param countedMs what was counted before */
  constructor(private countedMs: number) {}

  start(): void {
    this.startedAt ??= performance.now();
  }

  stop(): void {
    this.countedMs = this.elapsedMs;
    this.startedAt = undefined;
  }

  /** Counts one piece of work. */
  async time(work: () => Promise<void>): Promise<void> {
    this.start();
    await work().finally(() => this.stop());
  }

  get elapsedMs(): number {
    return this.countedMs + (this.startedAt === undefined ? 0 : performance.now() - this.startedAt);
  }
}
