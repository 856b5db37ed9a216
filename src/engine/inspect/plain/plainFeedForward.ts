import type { FeedForwardLayer } from '../../cells/free/freeLayer';
import { addTransposed, affine, joined, vector } from './plainCell';
import type { PlainCell, PlainGradient, PlainState, PlainStep, PlainWeights, Play, Reading } from './plainCell';

/**
 * A feed-forward layer over the last n inputs: h = tanh(H [x_(t-n+1), ..., x_t] + d), handed on beside the inputs where it
 * has direct connections. Its state are the last n - 1 inputs, the oldest first.
 * @see model/feedForwardWindow.ts; Bengio, Ducharme, Vincent, Jauvin 2003
 */
export class PlainFeedForward implements PlainCell {
  constructor(
    private readonly layer: FeedForwardLayer,
    private readonly weights: PlainWeights,
  ) {}

  forward(x: Float64Array, before: PlainState, _reading: Reading, play?: Play): PlainStep {
    const context = joined(before.h, x);
    const sums = affine(this.weights['weight_ih']!, this.weights['bias_ih']!, context);
    const hidden = sums.map(Math.tanh);
    play?.('h', hidden);
    const state = { h: context.slice(x.length) };
    const output = this.layer.direct ? joined(hidden, context) : hidden;
    return { x, before, state, hidden, output, gates: {}, sums: { h: sums } };
  }

  backward({ x, before, hidden }: PlainStep, arriving: Float64Array, carried?: PlainState): PlainGradient {
    const { units } = this.layer;
    const kept = before.h.length;
    const da = vector(units, (u) => arriving[u]! * (1 - hidden![u]! ** 2));
    const byContext = addTransposed(new Float64Array(kept + x.length), this.weights['weight_ih']!, da);
    for (let i = units; i < arriving.length; i++) byContext[i - units]! += arriving[i]!;
    carried?.h.forEach((value, i) => (byContext[x.length + i]! += value));
    const byInput = byContext.slice(kept);
    return { x: byInput, before: { h: byContext.slice(0, kept) }, total: { h: byInput } };
  }
}
