import type { JordanLayer } from '../../cells/free/freeLayer';
import { plainActivations, type PlainActivation } from './plainActivations';
import { addTransposed, affine, totalOf, vector } from './plainCell';
import type { PlainCell, PlainGradient, PlainState, PlainStep, PlainWeights, Play, Reading } from './plainCell';
import type { PlainMlp } from './plainMlp';
import { logSumExp } from '../reading/softmax';

/**
 * The Jordan network: h' = phi(W o + U x + b), where o is what the model put out before, as logits or as their softmax;
 * with teacher forcing the symbol that is read now, one-hot.
 * @see cells/free/jordan.ts; Jordan 1986
 */
export class PlainJordan implements PlainCell {
  private readonly phi: PlainActivation;
  private readonly unbiased: Float32Array;

  /** @param head of the model */
  constructor(
    private readonly layer: JordanLayer,
    private readonly weights: PlainWeights,
    private readonly head: PlainMlp,
  ) {
    this.phi = plainActivations[layer.activation];
    this.unbiased = new Float32Array(layer.units);
  }

  forward(x: Float64Array, before: PlainState, { symbol }: Reading, play?: Play): PlainStep {
    const byInput = affine(this.weights['weight_ih']!, this.weights['bias_ih']!, x);
    const byOutput = this.ofOutput(before, symbol);
    const sums = vector(this.layer.units, (u) => byInput[u]! + byOutput[u]!);
    const h = sums.map(this.phi.of);
    play?.('h', h);
    return { x, before, state: { h }, gates: {}, sums: { h: sums } };
  }

  backward({ x, before, state: { h } }: PlainStep, arriving: Float64Array, carried?: PlainState): PlainGradient {
    const { units } = this.layer;
    const dh = totalOf(arriving, carried);
    const da = vector(units, (u) => dh[u]! * this.phi.slope(h[u]!));
    return {
      x: addTransposed(new Float64Array(x.length), this.weights['weight_ih']!, da),
      before: { h: this.layer.teacherForcing ? new Float64Array(units) : this.backThroughOutput(before, da) },
      total: { h: dh },
    };
  }

  /** W o. */
  private ofOutput(before: PlainState, symbol: number): Float64Array {
    const weight = this.weights['weight_oh']!;
    const { units, teacherForcing } = this.layer;
    const width = weight.length / units;
    if (teacherForcing) return vector(units, (u) => weight[u * width + symbol]!);
    return affine(weight, this.unbiased, this.fedBack(this.head.forward(before.h).output));
  }

  private fedBack(logits: Float64Array): Float64Array {
    if (this.layer.feedback === 'logits') return logits;
    const sum = logSumExp(logits);
    return logits.map((logit) => Math.exp(logit - sum));
  }

  /** @returns the gradient by the state before, through what the head made of it */
  private backThroughOutput({ h }: PlainState, da: Float64Array): Float64Array {
    const { output, hidden } = this.head.forward(h);
    const byFedBack = addTransposed(new Float64Array(output.length), this.weights['weight_oh']!, da);
    return this.head.backward(h.length, hidden, this.backThroughFeedback(output, byFedBack));
  }

  /** Through the softmax: dL/dlogit_i = o_i (dL/do_i - sum_j o_j dL/do_j). */
  private backThroughFeedback(logits: Float64Array, byFedBack: Float64Array): Float64Array {
    if (this.layer.feedback === 'logits') return byFedBack;
    const shares = this.fedBack(logits);
    const along = shares.reduce((sum, share, i) => sum + share * byFedBack[i]!, 0);
    return vector(logits.length, (i) => shares[i]! * (byFedBack[i]! - along));
  }
}
