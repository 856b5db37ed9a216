import { torchWeights } from '../cells/layerParameters';
import { addTransposed, affine, sigmoid, vector } from './plainCell';
import type {
  PlainCell,
  PlainGradient,
  PlainState,
  PlainStep,
  PlainTorchWeights,
  PlainWeights,
  Play,
} from './plainCell';

/** phi, and its slope by its value. */
const activations = {
  tanh: { of: Math.tanh, slope: (h: number) => 1 - h * h },
  sigmoid: { of: sigmoid, slope: (h: number) => h * (1 - h) },
  relu: { of: (x: number) => Math.max(0, x), slope: (h: number) => (h > 0 ? 1 : 0) },
  identity: { of: (x: number) => x, slope: () => 1 },
};

/** The simple recurrent network: h' = phi(W_ih x + b_ih + W_hh h + b_hh). @see Elman 1990; torch.nn.RNN */
export class PlainElman implements PlainCell {
  private readonly weights: PlainTorchWeights;
  private readonly phi: (typeof activations)['tanh'];

  constructor(
    readonly units: number,
    weights: PlainWeights,
    activation: keyof typeof activations,
  ) {
    this.weights = torchWeights(weights);
    this.phi = activations[activation];
  }

  forward(x: Float64Array, before: PlainState, play?: Play): PlainStep {
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    const [byInput, byState] = [affine(weightIh, biasIh, x), affine(weightHh, biasHh, before.h)];
    const sums = vector(this.units, (u) => byInput[u]! + byState[u]!);
    const h = sums.map(this.phi.of);
    play?.('h', h);
    return { x, before, state: { h }, gates: {}, sums: { h: sums } };
  }

  backward({ x, state }: PlainStep, { h: dh }: PlainState): PlainGradient {
    const da = vector(this.units, (u) => dh[u]! * this.phi.slope(state.h[u]!));
    return {
      x: addTransposed(new Float64Array(x.length), this.weights.weightIh, da),
      before: { h: addTransposed(new Float64Array(this.units), this.weights.weightHh, da) },
    };
  }
}
