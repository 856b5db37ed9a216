/** What is thrown inside work that nobody wants any more. */
export class Cancelled extends Error {
  constructor() {
    super('Cancelled');
  }
}

/** The turn of one piece of work. */
export interface Turn {
  /** Lets messages in and newer work go first. @throws Cancelled where nobody wants this work any more */
  pause(): Promise<void>;
}

/** Lets work that is done in pieces take turns in one process: newer questions first, what nobody waits for last. */
export class Turns {
  private newest = 0;
  private isScheduled = false;
  private readonly waiting: { order: number; go: () => void }[] = [];

  /** The turn of a question. @param signal aborted where its answer is not wanted any more */
  question(signal?: AbortSignal): Turn {
    return this.turn(++this.newest, signal);
  }

  /** The turn of work that nobody waits for. */
  background(signal?: AbortSignal): Turn {
    return this.turn(0, signal);
  }

  private turn(order: number, signal?: AbortSignal): Turn {
    return {
      pause: async () => {
        if (signal?.aborted) throw new Cancelled();
        await new Promise<void>((go) => {
          this.waiting.push({ order, go });
          this.schedule();
        });
        if (signal?.aborted) throw new Cancelled();
      },
    };
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      let next = 0;
      this.waiting.forEach(({ order }, i) => {
        if (order > this.waiting[next]!.order) next = i;
      });
      this.waiting.splice(next, 1)[0]?.go();
      if (this.waiting.length > 0) this.schedule();
    });
  }
}
