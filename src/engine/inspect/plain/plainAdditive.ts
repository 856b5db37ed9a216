import { pathStem } from '../../cells/free/additive';
import type { DeepLayer } from '../../cells/free/freeLayer';
import { plainActivations, type PlainActivation } from './plainActivations';
import { totalOf, vector } from './plainCell';
import type { PlainCell, PlainGradient, PlainState, PlainStep, PlainWeights, Play, Reading } from './plainCell';
import { PlainMlp } from './plainMlp';

/**
 * The additive deep transition: h' = phi(F_hh(h) + F_xh(x)). What is inside goes by the names xh1, hh1 and so on.
 * @see cells/free/additive.ts; Pascanu, Gulcehre, Cho, Bengio 2014
 */
export class PlainAdditive implements PlainCell {
  private readonly phi: PlainActivation;
  private readonly ofInput: PlainMlp;
  private readonly ofState: PlainMlp;

  constructor({ activation, inputToHidden, hiddenToHidden }: DeepLayer, weights: PlainWeights) {
    this.phi = plainActivations[activation];
    this.ofInput = new PlainMlp(inputToHidden, weights, pathStem('ih'), 'xh');
    this.ofState = new PlainMlp(hiddenToHidden, weights, pathStem('hh'), 'hh');
  }

  forward(x: Float64Array, before: PlainState, _reading: Reading, play?: Play): PlainStep {
    const [byInput, byState] = [this.ofInput.forward(x, play), this.ofState.forward(before.h, play)];
    const sums = vector(before.h.length, (u) => byInput.output[u]! + byState.output[u]!);
    const h = sums.map(this.phi.of);
    play?.('h', h);
    return {
      x,
      before,
      state: { h },
      gates: { ...byInput.hidden, ...byState.hidden },
      sums: { ...byInput.sums, ...byState.sums, h: sums },
    };
  }

  backward({ x, before, state: { h }, gates }: PlainStep, arriving: Float64Array, carried?: PlainState): PlainGradient {
    const dh = totalOf(arriving, carried);
    const da = vector(h.length, (u) => dh[u]! * this.phi.slope(h[u]!));
    return {
      x: this.ofInput.backward(x.length, gates, da),
      before: { h: this.ofState.backward(before.h.length, gates, da) },
      total: { h: dh },
    };
  }
}
