import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { sumRows, transpose } from '../backend/arrange';
import { add, matMul } from '../backend/operations';
import { scoped } from '../backend/scoped';
import { transposedProduct } from '../backend/transposedProduct';

/** Weights of a linear head, or the gradient by them. */
export interface HeadWeights {
  /** [vocabulary, units] */
  weight: Tensor2D;
  /** [vocabulary] */
  bias: Tensor1D;
}

/** The linear head over the hidden states of all time steps: logits = h W^T + b. */
export class Head {
  private readonly transposed: Tensor2D;

  /** @param weights stay the caller's */
  constructor(private readonly weights: HeadWeights) {
    this.transposed = transpose(weights.weight);
  }

  /** @param hidden [rows, units]; @returns [rows, vocabulary], the caller disposes */
  logits(hidden: Tensor2D): Tensor2D {
    return scoped(() => add(matMul(hidden, this.transposed), this.weights.bias));
  }

  /** The gradient by the hidden states, [rows, units]. @param gradient by the logits; the caller disposes the result */
  hiddenGradient(gradient: Tensor2D): Tensor2D {
    return matMul(gradient, this.weights.weight);
  }

  /** The gradient by the weights. @param gradient by the logits; the caller disposes the result */
  weightGradient(hidden: Tensor2D, gradient: Tensor2D): HeadWeights {
    return { weight: transposedProduct(gradient, hidden), bias: sumRows(gradient) };
  }

  dispose(): void {
    this.transposed.dispose();
  }
}
