import { keep, tidy, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { gatherRows, scatterRows, sumRows, transpose } from '../backend/arrange';
import { add, matMul } from '../backend/operations';
import { transposedProduct } from '../backend/transposedProduct';
import type { WindowInput } from './window';

/** The gradients on the input's side of a layer. */
export interface InputGradient {
  weightIh?: Tensor2D;
  /** By the bias, [gates * units]. */
  bias?: Tensor1D;
  embedding?: Tensor2D;
  /** By the features, where the input was features. */
  features?: Tensor2D;
}

/**
 * The input's share of the sums before the gates, x W_ih^T + b, for all time steps at once. Where there are fewer
 * symbols than rows, each symbol is multiplied once (the table) and the rows are looked up; one-hot input always is.
 */
export class BoundInput {
  /** W_ih^T, [features, gates * units]. */
  private readonly transposed: Tensor2D;
  private table: Tensor2D | undefined;

  /** @param bias added to every row; owned from now on */
  constructor(
    private readonly weightIh: Tensor2D,
    private readonly bias: Tensor1D,
    private readonly embedding: Tensor2D | undefined,
  ) {
    this.transposed = transpose(weightIh);
  }

  /** [rows, gates * units]; the caller disposes. */
  sums(input: WindowInput): Tensor2D {
    if (!(input instanceof Int32Array)) return this.project(input);
    if (this.usesTable(input)) return gatherRows(this.symbolTable(), input);
    const vectors = gatherRows(this.embedding!, input);
    const sums = this.project(vectors);
    vectors.dispose();
    return sums;
  }

  /** @param sums gradient by the sums, [rows, gates * units]; called inside tidy */
  gradient(input: WindowInput, sums: Tensor2D, wantsWeights: boolean): InputGradient {
    if (!(input instanceof Int32Array))
      return { features: matMul(sums, this.weightIh), ...(wantsWeights ? this.byFeatures(input, sums) : {}) };
    if (!wantsWeights) return {};
    if (this.usesTable(input)) return this.byTable(scatterRows(sums, input, this.tableRows));
    const embedding = scatterRows(matMul(sums, this.weightIh), input, this.tableRows);
    return { embedding, ...this.byFeatures(gatherRows(this.embedding!, input), sums) };
  }

  dispose(): void {
    this.transposed.dispose();
    this.bias.dispose();
    this.table?.dispose();
  }

  private get tableRows(): number {
    return this.embedding ? this.embedding.shape[0] : this.transposed.shape[0];
  }

  private usesTable(symbols: Int32Array): boolean {
    return !this.embedding || this.tableRows < symbols.length;
  }

  /** The sums of every symbol, [vocabulary, gates * units]. */
  private symbolTable(): Tensor2D {
    this.table ??= keep(this.embedding ? this.project(this.embedding) : add(this.transposed, this.bias));
    return this.table;
  }

  private project(features: Tensor2D): Tensor2D {
    return tidy(() => add(matMul(features, this.transposed), this.bias));
  }

  private byFeatures(features: Tensor2D, sums: Tensor2D): InputGradient {
    return { weightIh: transposedProduct(sums, features), bias: sumRows(sums) };
  }

  /** @param sums gradient by the table, [vocabulary, gates * units] */
  private byTable(sums: Tensor2D): InputGradient {
    const bias = sumRows(sums);
    if (!this.embedding) return { weightIh: transpose(sums), bias };
    return {
      weightIh: transposedProduct(sums, this.embedding),
      bias,
      embedding: matMul(sums, this.weightIh),
    };
  }
}
