import { torchWeights } from '../../cells/torchWeights';
import { sigmoid } from './plainActivations';
import { addTransposed, affine, joined, totalOf, vector } from './plainCell';
import type {
  PlainCell,
  PlainGradient,
  PlainState,
  PlainStep,
  PlainTorchWeights,
  PlainWeights,
  Play,
  Reading,
} from './plainCell';

/**
 * Gated recurrent unit.
 *
 * u = W_ih x + b_ih; w = W_hh h + b_hh; r, z = sigmoid(u_r + w_r, u_z + w_z)
 * reset after: n = tanh(u_n + r w_n); reset before: n = tanh(u_n + W_hn (r h) + b_hn)
 * keep: h' = z h + (1 - z) n; replace: h' = (1 - z) h + z n
 * @see Cho et al. 2014; torch.nn.GRU (after, keep)
 */
export class PlainGru implements PlainCell {
  private readonly weights: PlainTorchWeights;

  constructor(
    readonly units: number,
    weights: PlainWeights,
    private readonly reset: 'after' | 'before',
    private readonly update: 'keep' | 'replace',
  ) {
    this.weights = torchWeights(weights);
  }

  forward(x: Float64Array, before: PlainState, _reading: Reading, play?: Play): PlainStep {
    const { units } = this;
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    const u = affine(weightIh, biasIh, x);
    const w = affine(weightHh, biasHh, before.h, 0, 2 * units);
    const gate = (name: string, sums: Float64Array, of: (x: number) => number) => {
      const values = sums.map(of);
      play?.(name, values);
      return values;
    };
    const resetSums = vector(units, (k) => u[k]! + w[k]!);
    const updateSums = vector(units, (k) => u[units + k]! + w[units + k]!);
    const r = gate('reset', resetSums, sigmoid);
    const z = gate('update', updateSums, sigmoid);
    const byState = this.candidateOfState(before.h, r);
    const candidateSums = vector(units, (k) => u[2 * units + k]! + byState[k]!);
    const n = gate('candidate', candidateSums, Math.tanh);
    const h = vector(units, (k) => this.share(z[k]!) * before.h[k]! + (1 - this.share(z[k]!)) * n[k]!);
    play?.('h', h);
    const sums = { reset: resetSums, update: updateSums, candidate: candidateSums };
    return { x, before, state: { h }, gates: { reset: r, update: z, candidate: n }, sums };
  }

  backward({ x, before: { h }, gates }: PlainStep, arriving: Float64Array, carried?: PlainState): PlainGradient {
    const dh = totalOf(arriving, carried);
    const { units, weights } = this;
    const { reset: r, update: z, candidate: n } = gates as Record<string, Float64Array>;
    const direction = this.update === 'keep' ? 1 : -1;
    const an = vector(units, (k) => dh[k]! * (1 - this.share(z![k]!)) * (1 - n![k]! ** 2));
    const az = vector(units, (k) => dh[k]! * direction * (h[k]! - n![k]!) * z![k]! * (1 - z![k]!));
    const previous = vector(units, (k) => dh[k]! * this.share(z![k]!));
    const dr = this.backThroughReset(h, r!, an, previous);
    const ar = vector(units, (k) => dr[k]! * r![k]! * (1 - r![k]!));
    addTransposed(previous, weights.weightHh, joined(ar, az));
    const dx = addTransposed(new Float64Array(x.length), weights.weightIh, joined(ar, az, an));
    return { x: dx, before: { h: previous }, total: { h: dh } };
  }

  /** The share of the old state in the new one. */
  private share(z: number): number {
    return this.update === 'keep' ? z : 1 - z;
  }

  /** What the hidden state adds to the candidate's sum. */
  private candidateOfState(h: Float64Array, r: Float64Array): Float64Array {
    const { units } = this;
    const { weightHh, biasHh } = this.weights;
    if (this.reset === 'before') return affine(weightHh, biasHh, this.times(r, h), 2 * units, 3 * units);
    return this.times(r, affine(weightHh, biasHh, h, 2 * units, 3 * units));
  }

  /** @returns dL/dr; what the candidate's sum gives the old state is added to `previous` */
  private backThroughReset(h: Float64Array, r: Float64Array, an: Float64Array, previous: Float64Array): Float64Array {
    const { units } = this;
    const { weightHh, biasHh } = this.weights;
    if (this.reset === 'after') {
      addTransposed(previous, weightHh, this.times(an, r), 2 * units);
      return this.times(an, affine(weightHh, biasHh, h, 2 * units, 3 * units));
    }
    const resetH = addTransposed(new Float64Array(units), weightHh, an, 2 * units); // dL/d(r h)
    for (let k = 0; k < units; k++) previous[k]! += resetH[k]! * r[k]!;
    return this.times(resetH, h);
  }

  private times(a: Float64Array, b: Float64Array): Float64Array {
    return vector(this.units, (k) => a[k]! * b[k]!);
  }
}
