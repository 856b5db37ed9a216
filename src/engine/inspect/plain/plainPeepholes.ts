import { addTransposed, vector } from './plainCell';

/** The gates that see the cell state, in the order of the weights. */
const rows = { input: 0, forget: 1, output: 2 };

type Peeping = keyof typeof rows;

/** What the gates of an LSTM see of the cell state. @see Gers & Schmidhuber 2000 */
export class PlainPeepholes {
  /** @param weights rows i, f, o, [3 units] or, where they are full, [3 units][units]; missing: the gates see nothing */
  constructor(
    private readonly units: number,
    private readonly weights: Float32Array | undefined,
    private readonly isFull: boolean,
  ) {}

  /** What a gate sees of c, [units]; undefined where the gates see nothing. */
  see(gate: Peeping, c: Float64Array): Float64Array | undefined {
    const { units, weights } = this;
    const row0 = rows[gate] * units;
    return weights && vector(units, (u) => this.seen(row0 + u, u, c));
  }

  /** Adds what c gets of the gradient by those sums, in place. */
  addBack(gate: Peeping, c: Float64Array, gradient: Float64Array): void {
    const { units, weights } = this;
    const row0 = rows[gate] * units;
    if (!weights) return;
    if (this.isFull) addTransposed(c, weights, gradient, row0);
    else for (let u = 0; u < units; u++) c[u]! += weights[row0 + u]! * gradient[u]!;
  }

  private seen(row: number, unit: number, c: Float64Array): number {
    const weights = this.weights!;
    if (!this.isFull) return weights[row]! * c[unit]!;
    let sum = 0;
    for (let i = 0, at = row * this.units; i < this.units; i++, at++) sum += weights[at]! * c[i]!;
    return sum;
  }
}
