/** Draws at most once a frame, in the frame that comes next. */
export class OnceAFrame {
  private isAsked = false;

  /** @param draw what is to be done */
  constructor(private readonly draw: () => void) {}

  /** Asks for a drawing in the next frame. */
  ask(): void {
    if (this.isAsked) return;
    this.isAsked = true;
    requestAnimationFrame(() => {
      this.isAsked = false;
      this.draw();
    });
  }
}
