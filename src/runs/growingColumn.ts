/** A column of numbers that grows. */
export class GrowingColumn {
  private values = new Float64Array(256);
  private length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.grow();
    this.values[this.length++] = value;
  }

  get last(): number | undefined {
    return this.length === 0 ? undefined : this.values[this.length - 1];
  }

  /** Drops the last number. */
  pop(): void {
    this.length--;
  }

  /** The numbers so far. */
  take(): Float64Array {
    return this.values.slice(0, this.length);
  }

  private grow(): void {
    const grown = new Float64Array(2 * this.values.length);
    grown.set(this.values);
    this.values = grown;
  }
}
