/**
 * Reverse-mode differentiation of scalars in float64. A variable is a number; each remembers which variables it was
 * made of and its derivative by each.
 */
export class Tape {
  readonly values: number[] = [];
  private readonly firstEdge: number[] = [0];
  private readonly parents: number[] = [];
  private readonly slopes: number[] = [];

  leaf(value: number): number {
    this.values.push(value);
    this.firstEdge.push(this.parents.length);
    return this.values.length - 1;
  }

  leaves(values: ArrayLike<number>): number[] {
    return Array.from(values, (value) => this.leaf(value));
  }

  /** The same number as a variable of its own, so that what flows through it can be told apart. */
  copy(x: number): number {
    return this.made(this.values[x]!, [[x, 1]]);
  }

  add(...terms: number[]): number {
    return this.made(
      terms.reduce((sum, x) => sum + this.values[x]!, 0),
      terms.map((x) => [x, 1]),
    );
  }

  subtract(a: number, b: number): number {
    return this.made(this.values[a]! - this.values[b]!, [
      [a, 1],
      [b, -1],
    ]);
  }

  multiply(a: number, b: number): number {
    return this.made(this.values[a]! * this.values[b]!, [
      [a, this.values[b]!],
      [b, this.values[a]!],
    ]);
  }

  /** sum of a_i b_i */
  dot(a: readonly number[], b: readonly number[]): number {
    let sum = 0;
    for (let i = 0; i < a.length; i++) {
      const [x, y] = [this.values[a[i]!]!, this.values[b[i]!]!];
      sum += x * y;
      this.parents.push(a[i]!, b[i]!);
      this.slopes.push(y, x);
    }
    return this.leaf(sum);
  }

  tanh(x: number): number {
    return this.made(Math.tanh(this.values[x]!), [[x, 1 / Math.cosh(this.values[x]!) ** 2]]);
  }

  sigmoid(x: number): number {
    const e = Math.exp(-this.values[x]!);
    return this.made(1 / (1 + e), [[x, e / (1 + e) ** 2]]);
  }

  relu(x: number): number {
    const value = this.values[x]!;
    return this.made(Math.max(0, value), [[x, value > 0 ? 1 : 0]]);
  }

  exp(x: number): number {
    const e = Math.exp(this.values[x]!);
    return this.made(e, [[x, e]]);
  }

  log(x: number): number {
    return this.made(Math.log(this.values[x]!), [[x, 1 / this.values[x]!]]);
  }

  /** The derivatives of a variable by all. */
  gradient(of: number): Float64Array {
    const gradient = new Float64Array(this.values.length);
    gradient[of] = 1;
    for (let x = of; x >= 0; x--) {
      if (gradient[x] === 0) continue;
      for (let edge = this.firstEdge[x]!; edge < this.firstEdge[x + 1]!; edge++) {
        gradient[this.parents[edge]!]! += gradient[x]! * this.slopes[edge]!;
      }
    }
    return gradient;
  }

  private made(value: number, by: [parent: number, slope: number][]): number {
    for (const [parent, slope] of by) {
      this.parents.push(parent);
      this.slopes.push(slope);
    }
    return this.leaf(value);
  }
}
