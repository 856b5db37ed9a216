import { torchWeights } from '../../cells/torchWeights';
import { plainActivations, sigmoid, type PlainActivation } from './plainActivations';
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
import { PlainPeepholes } from './plainPeepholes';

/** What an LSTM is beside its size. */
export interface LstmOptions {
  candidate: 'tanh' | 'sigmoid';
  peephole: 'none' | 'diagonal' | 'full';
}

/**
 * Long short-term memory.
 *
 * a = W_ih x + b_ih + W_hh h + b_hh; i, f, o = sigmoid(a_i, a_f, a_o); g = phi(a_g); c' = f c + i g; h' = o tanh(c')
 * With peepholes P c is added to a_i and a_f, and P c' to a_o.
 * @see Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000; peepholes: Gers & Schmidhuber 2000; torch.nn.LSTM
 */
export class PlainLstm implements PlainCell {
  private readonly weights: PlainTorchWeights;
  private readonly peepholes: PlainPeepholes;
  private readonly phi: PlainActivation;

  constructor(
    readonly units: number,
    weights: PlainWeights,
    { candidate, peephole }: LstmOptions,
  ) {
    this.weights = torchWeights(weights);
    this.peepholes = new PlainPeepholes(units, weights['weight_ch'], peephole === 'full');
    this.phi = plainActivations[candidate];
  }

  forward(x: Float64Array, before: PlainState, _reading: Reading, play?: Play): PlainStep {
    const { units, peepholes } = this;
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    const [byInput, byState] = [affine(weightIh, biasIh, x), affine(weightHh, biasHh, before.h)];
    const part = (gate: number) => vector(units, (u) => byInput[gate * units + u]! + byState[gate * units + u]!);
    const [sums, seen]: [Record<string, Float64Array>, Record<string, Float64Array>] = [{}, {}];
    const squash = (name: string, sum: Float64Array, of: (x: number) => number) => {
      sums[name] = sum;
      const values = sum.map(of);
      play?.(name, values);
      return values;
    };
    const gate = (name: 'input' | 'forget' | 'output', sum: Float64Array, cell: Float64Array) => {
      const share = peepholes.see(name, cell);
      if (share) seen[name] = share;
      return squash(name, share ? sum.map((value, u) => value + share[u]!) : sum, sigmoid);
    };
    const i = gate('input', part(0), before.c!);
    const f = gate('forget', part(1), before.c!);
    const g = squash('candidate', part(2), this.phi.of);
    const c = vector(units, (u) => f[u]! * before.c![u]! + i[u]! * g[u]!);
    play?.('c', c);
    const o = gate('output', part(3), c);
    const h = vector(units, (u) => o[u]! * Math.tanh(c[u]!));
    play?.('h', h);
    return { x, before, state: { h, c }, gates: { input: i, forget: f, candidate: g, output: o }, sums, seen };
  }

  backward({ x, before, state, gates }: PlainStep, arriving: Float64Array, carried?: PlainState): PlainGradient {
    const dh = totalOf(arriving, carried);
    const { units, peepholes } = this;
    const { input: i, forget: f, candidate: g, output: o } = gates as Record<string, Float64Array | undefined>;
    const tanhOfCell = state.c!.map(Math.tanh);
    const byOutput = vector(units, (u) => dh[u]! * tanhOfCell[u]! * o![u]! * (1 - o![u]!));
    const dc = vector(units, (u) => (carried ? carried.c![u]! : 0) + dh[u]! * o![u]! * (1 - tanhOfCell[u]! ** 2));
    peepholes.addBack('output', dc, byOutput);
    const byInput = vector(units, (u) => dc[u]! * g![u]! * i![u]! * (1 - i![u]!));
    const byForget = vector(units, (u) => dc[u]! * before.c![u]! * f![u]! * (1 - f![u]!));
    const byCandidate = vector(units, (u) => dc[u]! * i![u]! * this.phi.slope(g![u]!));
    const da = joined(byInput, byForget, byCandidate, byOutput);
    const c = vector(units, (u) => dc[u]! * f![u]!);
    peepholes.addBack('input', c, byInput);
    peepholes.addBack('forget', c, byForget);
    return {
      x: addTransposed(new Float64Array(x.length), this.weights.weightIh, da),
      before: { h: addTransposed(new Float64Array(units), this.weights.weightHh, da), c },
      total: { h: dh, c: dc },
    };
  }
}
