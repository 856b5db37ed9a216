/** Draws at most once in an interval, and only in frames that are shown. */
export class Redraw {
  private isAsked = false;
  private lastMs = -Infinity;

  /**
   * @param draw what is to be done
   * @param intervalMs the shortest time between two drawings
   */
  constructor(
    private readonly draw: () => void,
    private readonly intervalMs: number,
  ) {}

  /** Asks for a drawing as soon as the interval allows it. */
  ask(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    const waitMs = Math.max(0, this.lastMs + this.intervalMs - performance.now());
    setTimeout(() => requestAnimationFrame(() => this.drawNow()), waitMs);
  }

  /** Draws at once. */
  drawNow(): void {
    this.isAsked = false;
    this.lastMs = performance.now();
    this.draw();
  }
}
