/** A piece of a session's work that nothing can interrupt. */
export type Piece = 'step' | 'validation' | 'sample';

const pieces: Piece[] = ['step', 'validation', 'sample'];
/** In so long a watchdog has seen what stands, and has ended the process. */
const watchdogComesMs = 60_000;
/** Durations of each kind that are remembered. */
const remembered = 64;
/** Numbers of the header: how many pieces have begun, the kind of the one under way (0: none), its step, and whether it
    is known to stand still. */
const [BEGUN, KIND, STEP, STANDS, HEADER] = [0, 1, 2, 3, 4];

const viewsOf = (memory: SharedArrayBuffer) => ({
  header: new Int32Array(memory, 0, HEADER),
  counts: new Int32Array(memory, 4 * HEADER, 4),
  durations: new Float64Array(memory, 32, pieces.length * remembered),
});

/**
 * What a session is doing, in memory that another thread can read while this one is busy: kernels and a person's own
 * cell let nothing in until they return.
 */
export class Heartbeat {
  readonly memory = new SharedArrayBuffer(32 + 8 * pieces.length * remembered);
  private readonly views = viewsOf(this.memory);
  private startedMs = 0;

  /** Does a piece of work. @param step that it is, or that it follows */
  time<T>(kind: Piece, step: number, work: () => T): T {
    this.begin(kind, step);
    try {
      return work();
    } finally {
      this.end(kind);
    }
  }

  /** The piece under way will not end: waits for the watchdog, which ends this process; returns where there is none. */
  standStill(): void {
    const { header } = this.views;
    Atomics.store(header, STANDS, 1);
    Atomics.wait(header, STANDS, 1, watchdogComesMs);
    Atomics.store(header, STANDS, 0);
  }

  private begin(kind: Piece, step: number): void {
    const { header } = this.views;
    this.startedMs = performance.now();
    Atomics.store(header, STEP, step);
    Atomics.add(header, BEGUN, 1);
    Atomics.store(header, KIND, pieces.indexOf(kind) + 1);
  }

  private end(kind: Piece): void {
    const { header, counts, durations } = this.views;
    const which = pieces.indexOf(kind);
    durations[which * remembered + (counts[which]! % remembered)] = performance.now() - this.startedMs;
    Atomics.add(counts, which, 1);
    Atomics.store(header, KIND, 0);
  }
}

/** What is under way. */
export interface Beat {
  /** Another number for every piece. */
  begun: number;
  /** Missing between two pieces. */
  kind?: Piece;
  step: number;
  /** Whether it is known that it will not end. */
  stands: boolean;
}

/** The other end of a heartbeat. */
export class HeartbeatReader {
  private readonly views: ReturnType<typeof viewsOf>;

  constructor(memory: SharedArrayBuffer) {
    this.views = viewsOf(memory);
  }

  read(): Beat {
    const { header } = this.views;
    const kind = pieces[Atomics.load(header, KIND) - 1];
    return {
      begun: Atomics.load(header, BEGUN),
      kind,
      step: Atomics.load(header, STEP),
      stands: Atomics.load(header, STANDS) === 1,
    };
  }

  /** The median of how long the last pieces of a kind took; undefined before the first has ended. */
  medianMs(kind: Piece): number | undefined {
    const { counts, durations } = this.views;
    const which = pieces.indexOf(kind);
    const count = Math.min(remembered, Atomics.load(counts, which));
    const sorted = durations.slice(which * remembered, which * remembered + count).sort();
    return count === 0 ? undefined : sorted[count >> 1];
  }
}
