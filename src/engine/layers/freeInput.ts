import type { Tensor2D } from '@tensorflow/tfjs-core';
import { gatherRows, rows, scatterRows } from '../backend/arrange';
import { compute } from '../backend/compute';
import type { BoundFreeCell, FreeRead } from '../cells/free/freeCell';
import { symbolsOf, type WindowInput } from './window';

/**
 * What a layer reads, as vectors that its cell can take in at once. Where there are fewer symbols than rows, each symbol
 * is read once and the rows are looked up; one-hot symbols always are.
 */
export class FreeInput {
  /** The vectors to read: [rows, inputs], or one for each symbol, [vocabulary, inputs]. */
  readonly vectors: Tensor2D;
  /** The symbols of the vectors. */
  readonly symbols: Int32Array | undefined;
  private readonly usesTable: boolean;

  /**
   * Called inside tidy.
   * @param inputs numbers that the layer reads: of one-hot symbols the vocabulary
   * @param symbols those of the rows, where the input is features
   * @param mayUseTable whether symbols may be read once each
   */
  constructor(
    private readonly input: WindowInput,
    private readonly embedding: Tensor2D | undefined,
    inputs: number,
    symbols?: Int32Array,
    mayUseTable = true,
  ) {
    const isSymbols = input instanceof Int32Array;
    this.usesTable = mayUseTable && isSymbols && (!embedding || embedding.shape[0] < input.length);
    this.symbols = this.usesTable
      ? Int32Array.from({ length: embedding?.shape[0] ?? inputs }, (_, i) => i)
      : symbolsOf(input, symbols);
    if (!isSymbols) this.vectors = input;
    else if (this.usesTable) this.vectors = embedding ?? identity(inputs);
    else this.vectors = gatherRows(embedding ?? identity(inputs), input);
  }

  /** What the cell takes from the vectors, [vectors, n]. */
  read(cell: BoundFreeCell): FreeRead {
    return cell.read(this.vectors, this.symbols);
  }

  /** What was read of the vectors, row by row, [rows, n]. */
  toRows(ofVectors: Tensor2D): Tensor2D {
    return this.usesTable ? gatherRows(ofVectors, this.input as Int32Array) : ofVectors;
  }

  /** The gradient by what was read of the vectors, from that of the rows. */
  toVectors(byRows: Tensor2D): Tensor2D {
    return this.usesTable ? scatterRows(byRows, this.input as Int32Array, this.vectors.shape[0]) : byRows;
  }

  /** The gradients by the embedding and by the features, where the input was these. @param byVectors of them */
  gradients(byVectors: Tensor2D): { embedding?: Tensor2D; features?: Tensor2D } {
    const { input, embedding, usesTable } = this;
    if (!(input instanceof Int32Array)) return { features: byVectors };
    if (!embedding) return {};
    return { embedding: usesTable ? byVectors : scatterRows(byVectors, input, embedding.shape[0]) };
  }
}

/** The rows of each time step, as tensors of their own. */
export const stepsOf = (all: Tensor2D, batch: number): Tensor2D[] =>
  Array.from({ length: all.shape[0] / batch }, (_, t) => rows(all, t * batch, batch));

function identity(size: number): Tensor2D {
  return compute([], [size, size], (_, output) => {
    output.fill(0);
    for (let i = 0; i < size; i++) output[i * (size + 1)] = 1;
  });
}
