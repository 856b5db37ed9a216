import { torchWeights } from '../cells/layerParameters';
import { addTransposed, affine, joined, sigmoid, vector } from './plainCell';
import type {
  PlainCell,
  PlainGradient,
  PlainState,
  PlainStep,
  PlainTorchWeights,
  PlainWeights,
  Play,
} from './plainCell';

/**
 * Long short-term memory.
 *
 * a = W_ih x + b_ih + W_hh h + b_hh; i, f, o = sigmoid(a_i, a_f, a_o); g = tanh(a_g); c' = f c + i g; h' = o tanh(c')
 * @see Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000; torch.nn.LSTM
 */
export class PlainLstm implements PlainCell {
  private readonly weights: PlainTorchWeights;

  constructor(
    readonly units: number,
    weights: PlainWeights,
  ) {
    this.weights = torchWeights(weights);
  }

  forward(x: Float64Array, before: PlainState, play?: Play): PlainStep {
    const { units } = this;
    const { weightIh, weightHh, biasIh, biasHh } = this.weights;
    const [byInput, byState] = [affine(weightIh, biasIh, x), affine(weightHh, biasHh, before.h)];
    const part = (gate: number) => vector(units, (u) => byInput[gate * units + u]! + byState[gate * units + u]!);
    const sums = { input: part(0), forget: part(1), candidate: part(2), output: part(3) };
    const gate = (name: keyof typeof sums, of: (x: number) => number) => {
      const values = sums[name].map(of);
      play?.(name, values);
      return values;
    };
    const i = gate('input', sigmoid);
    const f = gate('forget', sigmoid);
    const g = gate('candidate', Math.tanh);
    const o = gate('output', sigmoid);
    const c = vector(units, (u) => f[u]! * before.c![u]! + i[u]! * g[u]!);
    play?.('c', c);
    const h = vector(units, (u) => o[u]! * Math.tanh(c[u]!));
    play?.('h', h);
    return { x, before, state: { h, c }, gates: { input: i, forget: f, candidate: g, output: o }, sums };
  }

  backward({ x, before, state, gates }: PlainStep, { h: dh, c: carried }: PlainState): PlainGradient {
    const { units } = this;
    const { input: i, forget: f, candidate: g, output: o } = gates as Record<string, Float64Array | undefined>;
    const tanhOfCell = state.c!.map(Math.tanh);
    const dc = vector(units, (u) => (carried ? carried[u]! : 0) + dh[u]! * o![u]! * (1 - tanhOfCell[u]! ** 2));
    const da = joined(
      vector(units, (u) => dc[u]! * g![u]! * i![u]! * (1 - i![u]!)),
      vector(units, (u) => dc[u]! * before.c![u]! * f![u]! * (1 - f![u]!)),
      vector(units, (u) => dc[u]! * i![u]! * (1 - g![u]! ** 2)),
      vector(units, (u) => dh[u]! * tanhOfCell[u]! * o![u]! * (1 - o![u]!)),
    );
    return {
      x: addTransposed(new Float64Array(x.length), this.weights.weightIh, da),
      before: {
        h: addTransposed(new Float64Array(units), this.weights.weightHh, da),
        c: vector(units, (u) => dc[u]! * f![u]!),
      },
      c: dc,
    };
  }
}
