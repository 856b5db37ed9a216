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

  get elapsedMs(): number {
    return this.countedMs + (this.startedAt === undefined ? 0 : performance.now() - this.startedAt);
  }
}
