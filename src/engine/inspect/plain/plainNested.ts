import type { DeepLayer } from '../../cells/free/freeLayer';
import { stemAbove } from '../../cells/free/nested';
import { torchWeights } from '../../cells/torchWeights';
import { plainActivations, type PlainActivation } from './plainActivations';
import { addTransposed, affine, totalOf, vector } from './plainCell';
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
import { PlainMlp } from './plainMlp';

/**
 * The nested deep transition: h' = phi(F([h, x])). What is inside goes by the names f1, f2 and so on. Without hidden
 * layers it is the Elman network.
 * @see cells/free/nested.ts; Pascanu, Gulcehre, Cho, Bengio 2014
 */
export class PlainNested implements PlainCell {
  private readonly weights: PlainTorchWeights;
  private readonly phi: PlainActivation;
  /** The lowest hidden layer, which reads x and h, and the network on top of it. */
  private readonly inner: { phi: PlainActivation; above: PlainMlp } | undefined;

  constructor({ activation, hiddenToHidden: hidden }: DeepLayer, weights: PlainWeights) {
    this.weights = torchWeights(weights);
    this.phi = plainActivations[activation];
    const above = (): PlainMlp => new PlainMlp(hidden.slice(1), weights, stemAbove(hidden.length), 'f', 2);
    this.inner = hidden[0] && { phi: plainActivations[hidden[0].activation], above: above() };
  }

  forward(x: Float64Array, before: PlainState, _reading: Reading, play?: Play): PlainStep {
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    const [byInput, byState] = [affine(weightIh, biasIh, x), affine(weightHh, biasHh, before.h)];
    const first = vector(byInput.length, (i) => byInput[i]! + byState[i]!);
    const { output, hidden, sums } = this.throughInner(first, play);
    const h = output.map(this.phi.of);
    play?.('h', h);
    return { x, before, state: { h }, gates: hidden, sums: { ...sums, h: output } };
  }

  backward({ x, before, state: { h }, gates }: PlainStep, arriving: Float64Array, carried?: PlainState): PlainGradient {
    const { weightIh, weightHh } = this.weights;
    const dh = totalOf(arriving, carried);
    const da = vector(h.length, (u) => dh[u]! * this.phi.slope(h[u]!));
    const byFirst = this.backThroughInner(gates, da);
    return {
      x: addTransposed(new Float64Array(x.length), weightIh, byFirst),
      before: { h: addTransposed(new Float64Array(before.h.length), weightHh, byFirst) },
      total: { h: dh },
    };
  }

  /** From the sums of the lowest layer to those of h. */
  private throughInner(first: Float64Array, play: Play | undefined) {
    if (!this.inner) return { output: first, hidden: {}, sums: {} };
    const lowest = first.map(this.inner.phi.of);
    play?.('f1', lowest);
    const { output, hidden, sums } = this.inner.above.forward(lowest, play);
    return { output, hidden: { f1: lowest, ...hidden }, sums: { f1: first, ...sums } };
  }

  /** @returns the gradient by the sums of the lowest layer */
  private backThroughInner(gates: PlainStep['gates'], da: Float64Array): Float64Array {
    if (!this.inner) return da;
    const { phi, above } = this.inner;
    const lowest = gates['f1']!;
    const byLowest = above.backward(lowest.length, gates, da);
    return vector(lowest.length, (i) => byLowest[i]! * phi.slope(lowest[i]!));
  }
}
