import type { Beat, HeartbeatReader, Piece } from './heartbeat';

/** When a piece of work is late. */
export interface Limits {
  /** After so long it is said; nothing is ended sooner. */
  leastMs: number;
  /** So many times the median of its kind it may last. */
  medians: number;
  /** So many times `leastMs` the first step of a session may last: it compiles, and touches memory for the first time. */
  first: number;
}

/** The limits of a session. */
export const usualLimits: Limits = { leastMs: 30_000, medians: 50, first: 10 };

/** What there is to say or to do. */
export type Finding =
  /** It has lasted so long, and goes on. */
  | { what: 'lasts'; kind: Piece; step: number; ms: number }
  /** What was said to last has ended. */
  | { what: 'ended'; kind: Piece; step: number; ms: number }
  /** It stands still. */
  | { what: 'stands'; kind: Piece; step: number; ms: number };

/** Looks at a heartbeat from time to time. */
export class Watch {
  private beat: Beat;
  /** How long the piece under way has lasted, and at what time that is said next. */
  private lastedMs = 0;
  private sayAtMs: number;
  private lookedMs: number;
  private isSaid = false;

  /** @param everyMs how often it looks: what is much longer between two looks, this machine was asleep */
  constructor(
    private readonly heart: HeartbeatReader,
    private readonly limits: Limits,
    private readonly everyMs: number,
    nowMs: number,
  ) {
    this.beat = heart.read();
    this.lookedMs = nowMs;
    this.sayAtMs = limits.leastMs;
  }

  look(nowMs: number): Finding | undefined {
    const sinceMs = Math.min(nowMs - this.lookedMs, 5 * this.everyMs);
    this.lookedMs = nowMs;
    const beat = this.heart.read();
    if (beat.stands && beat.kind) return { what: 'stands', kind: beat.kind, step: beat.step, ms: this.lastedMs };
    if (beat.begun !== this.beat.begun || beat.kind === undefined) return this.turnTo(beat);
    this.beat = beat;
    this.lastedMs += sinceMs;
    return this.findingOf(beat.kind, beat.step);
  }

  /** Another piece is under way, or none. */
  private turnTo(beat: Beat): Finding | undefined {
    const { kind, step } = this.beat;
    const ended = { what: 'ended', kind: kind!, step, ms: this.lastedMs } as const;
    const wasSaid = this.isSaid;
    this.beat = beat;
    [this.lastedMs, this.sayAtMs, this.isSaid] = [0, this.limits.leastMs, false];
    return wasSaid ? ended : undefined;
  }

  private findingOf(kind: Piece, step: number): Finding | undefined {
    const ms = this.lastedMs;
    if (ms >= this.limitMs(kind)) return { what: 'stands', kind, step, ms };
    if (ms < this.sayAtMs) return undefined;
    this.sayAtMs *= 2;
    this.isSaid = true;
    return { what: 'lasts', kind, step, ms };
  }

  /** How long a text lasts that is sampled is a matter of its length; likewise the first validation. */
  private limitMs(kind: Piece): number {
    const { leastMs, medians, first } = this.limits;
    const median = this.heart.medianMs(kind);
    if (kind === 'sample') return Infinity;
    if (median === undefined) return kind === 'step' ? first * leastMs : Infinity;
    return Math.max(leastMs, medians * median);
  }
}
