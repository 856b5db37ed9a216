import type { HiddenLayers } from '../../../protocol/networkSchema';
import type { MlpStem } from '../../cells/free/mlp';
import { plainActivations } from './plainActivations';
import { addTransposed, affine, vector, type PlainWeights, type Play } from './plainCell';

/** What a network gives; its hidden layers by name. */
export interface PlainMlpValues {
  /** Of its linear top. */
  output: Float64Array;
  /** Of its hidden layers, and the sums that these are activations of. */
  hidden: Record<string, Float64Array>;
  sums: Record<string, Float64Array>;
}

/**
 * A feed-forward network in plain numbers: y = W_n phi_(n-1)(... phi_0(W_0 x + b_0) ...) + b_n.
 * @see cells/free/mlp.ts, the same of tensors
 */
export class PlainMlp {
  private readonly layers: { weight: Float32Array; bias: Float32Array }[];

  /** @param beginning of the names of its hidden layers, which are numbered from 1 @param first that number */
  constructor(
    private readonly hidden: HiddenLayers,
    weights: PlainWeights,
    stem: MlpStem,
    private readonly beginning: string,
    private readonly first = 1,
  ) {
    this.layers = [...hidden.keys(), undefined].map((number) => ({
      weight: weights[stem('weight', number)]!,
      bias: weights[stem('bias', number)]!,
    }));
  }

  forward(x: Float64Array, play?: Play): PlainMlpValues {
    const values: PlainMlpValues = { output: x, hidden: {}, sums: {} };
    this.layers.forEach(({ weight, bias }, i) => {
      const sums = affine(weight, bias, values.output);
      values.output = i < this.hidden.length ? this.squash(i, sums, values, play) : sums;
    });
    return values;
  }

  /**
   * The gradient by x.
   * @param inputs numbers of x
   * @param hidden the values of its hidden layers, by name
   * @param byOutput gradient by its linear top
   */
  backward(inputs: number, hidden: Record<string, Float64Array>, byOutput: Float64Array): Float64Array {
    let arriving = byOutput;
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const below = i === 0 ? undefined : hidden[this.name(i - 1)]!;
      const through = addTransposed(new Float64Array(below?.length ?? inputs), this.layers[i]!.weight, arriving);
      if (!below) return through;
      const { slope } = plainActivations[this.hidden[i - 1]!.activation];
      arriving = vector(below.length, (u) => through[u]! * slope(below[u]!));
    }
    return arriving;
  }

  private squash(i: number, sums: Float64Array, into: PlainMlpValues, play: Play | undefined): Float64Array {
    const name = this.name(i);
    const values = sums.map(plainActivations[this.hidden[i]!.activation].of);
    play?.(name, values);
    into.sums[name] = sums;
    into.hidden[name] = values;
    return values;
  }

  private name(i: number): string {
    return `${this.beginning}${this.first + i}`;
  }
}
