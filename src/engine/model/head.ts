import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { HiddenLayers } from '../../protocol/networkSchema';
import { sumRows, transpose } from '../backend/arrange';
import { add, matMul } from '../backend/operations';
import { scoped } from '../backend/scoped';
import { transposedProduct } from '../backend/transposedProduct';
import { bindMlp } from '../cells/free/mlp';
import { headStem } from '../cells/headParameters';
import { tapeGradients } from './tapeGradients';

/** Weights of a head by name (headParameters.ts), or the gradient by them. */
export type HeadWeights = Readonly<Record<string, Tensor>>;

/** What stands between the hidden states of all time steps and the logits. */
export interface Head {
  /** @param hidden [rows, units]; @returns [rows, vocabulary], the caller disposes */
  logits(hidden: Tensor2D): Tensor2D;
  /** By the hidden states, [rows, units]. @param gradient by the logits; the caller disposes the result */
  hiddenGradient(hidden: Tensor2D, gradient: Tensor2D): Tensor2D;
  /** By the weights. @param gradient by the logits; the caller disposes the result */
  weightGradient(hidden: Tensor2D, gradient: Tensor2D): HeadWeights;
  dispose(): void;
}

/** The head with its weights, which stay the caller's. */
export const headOf = (weights: HeadWeights, hidden: HiddenLayers): Head =>
  hidden.length === 0 ? new LinearHead(weights) : new DeepHead(weights, hidden);

/** The linear head: logits = h W^T + b. */
class LinearHead implements Head {
  private readonly weight: Tensor2D;
  private readonly transposed: Tensor2D;

  constructor(private readonly weights: HeadWeights) {
    this.weight = weights[headStem('weight')] as Tensor2D;
    this.transposed = transpose(this.weight);
  }

  logits(hidden: Tensor2D): Tensor2D {
    return scoped(() => add(matMul(hidden, this.transposed), this.weights[headStem('bias')] as Tensor1D));
  }

  hiddenGradient(_hidden: Tensor2D, gradient: Tensor2D): Tensor2D {
    return matMul(gradient, this.weight);
  }

  weightGradient(hidden: Tensor2D, gradient: Tensor2D): HeadWeights {
    return { [headStem('weight')]: transposedProduct(gradient, hidden), [headStem('bias')]: sumRows(gradient) };
  }

  dispose(): void {
    this.transposed.dispose();
  }
}

/** F_ho, a network with hidden layers, whose gradient TensorFlow.js finds. */
class DeepHead implements Head {
  constructor(
    private readonly weights: HeadWeights,
    private readonly hiddenLayers: HiddenLayers,
  ) {}

  logits(hidden: Tensor2D): Tensor2D {
    return scoped(() => this.run(hidden));
  }

  hiddenGradient(hidden: Tensor2D, gradient: Tensor2D): Tensor2D {
    return scoped(() => tapeGradients(() => this.run(hidden), [hidden], gradient)[0]!);
  }

  weightGradient(hidden: Tensor2D, gradient: Tensor2D): HeadWeights {
    const names = Object.keys(this.weights);
    const wanted = names.map((name) => this.weights[name]!);
    return scoped(() => {
      const found = tapeGradients(() => this.run(hidden), wanted, gradient);
      return Object.fromEntries(names.map((name, i) => [name, found[i]!]));
    });
  }

  dispose(): void {
    // the weights are the caller's
  }

  private run(hidden: Tensor2D): Tensor2D {
    return bindMlp(this.hiddenLayers, this.weights, headStem)(hidden).output;
  }
}
