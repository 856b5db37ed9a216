import type { ActivationName } from '../../../protocol/networkSchema';
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

/** The simple recurrent network: h' = phi(W_ih x + b_ih + W_hh h + b_hh). @see Elman 1990; torch.nn.RNN */
export class PlainElman implements PlainCell {
  private readonly weights: PlainTorchWeights;
  private readonly phi: PlainActivation;

  constructor(
    readonly units: number,
    weights: PlainWeights,
    activation: ActivationName,
  ) {
    this.weights = torchWeights(weights);
    this.phi = plainActivations[activation];
  }

  forward(x: Float64Array, before: PlainState, _reading: Reading, play?: Play): PlainStep {
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    const [byInput, byState] = [affine(weightIh, biasIh, x), affine(weightHh, biasHh, before.h)];
    const sums = vector(this.units, (u) => byInput[u]! + byState[u]!);
    const h = sums.map(this.phi.of);
    play?.('h', h);
    return { x, before, state: { h }, gates: {}, sums: { h: sums } };
  }

  backward({ x, state }: PlainStep, arriving: Float64Array, carried?: PlainState): PlainGradient {
    const dh = totalOf(arriving, carried);
    const da = vector(this.units, (u) => dh[u]! * this.phi.slope(state.h[u]!));
    return {
      x: addTransposed(new Float64Array(x.length), this.weights.weightIh, da),
      before: { h: addTransposed(new Float64Array(this.units), this.weights.weightHh, da) },
      total: { h: dh },
    };
  }
}
