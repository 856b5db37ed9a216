/** Reproducible draws for tests. @see Mulberry32, Tommy Ettinger 2017 */
export class Generator {
  constructor(private state: number) {}

  /** Below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let x = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from..to, both possible. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)]!;
  }

  /** Numbers between -scale and scale. */
  numbers(length: number, scale: number): Float32Array {
    return Float32Array.from({ length }, () => (2 * this.next() - 1) * scale);
  }

  /** Whole numbers below `end`. */
  symbols(length: number, end: number): Int32Array {
    return Int32Array.from({ length }, () => this.integer(0, end - 1));
  }
}
