import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { HiddenLayers } from '../../protocol/networkSchema';
import { sumRows, transpose } from '../backend/arrange';
import { add, matMul } from '../backend/operations';
import { scoped } from '../backend/scoped';
import { transposedProduct } from '../backend/transposedProduct';
import { bindMlp } from '../cells/free/mlp';
import { headStem } from '../cells/headParameters';
import { GradientTape } from '../layers/gradientTape';

/** Weights of a head by name (headParameters.ts), or the gradient by them. */
export type HeadWeights = Readonly<Record<string, Tensor>>;

/** A head after its forward pass. */
export interface HeadPass {
  /** [rows, units] */
  hidden: Tensor2D;
  /** [rows, vocabulary] */
  logits: Tensor2D;
  /** What was recorded on the way, where backward is to find it. */
  tape?: GradientTape;
}

type SomeOfPass = Pick<HeadPass, 'hidden'> & Partial<HeadPass>;

/** What stands between the hidden states of all time steps and the logits. */
export interface Head {
  /** @param isForBackward whether to keep what backward needs; the caller disposes logits and tape */
  forward(hidden: Tensor2D, isForBackward: boolean): HeadPass;
  /**
   * The gradients by the hidden states, [rows, units], and by the weights where wanted.
   * @param pass what is missing of it is computed once more
   * @param gradient by the logits
   * @returns the caller disposes all
   */
  backward<Weights extends boolean>(
    pass: SomeOfPass,
    gradient: Tensor2D,
    wantsWeights: Weights,
  ): { hidden: Tensor2D; weights: Weights extends true ? HeadWeights : undefined };
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

  forward(hidden: Tensor2D): HeadPass {
    const bias = this.weights[headStem('bias')] as Tensor1D;
    return { hidden, logits: scoped(() => add(matMul(hidden, this.transposed), bias)) };
  }

  backward({ hidden }: SomeOfPass, gradient: Tensor2D, wantsWeights: boolean) {
    const weights = () => ({
      [headStem('weight')]: transposedProduct(gradient, hidden),
      [headStem('bias')]: sumRows(gradient),
    });
    return { hidden: matMul(gradient, this.weight), weights: (wantsWeights ? weights() : undefined) as never };
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

  forward(hidden: Tensor2D, isForBackward: boolean): HeadPass {
    const tape = isForBackward ? new GradientTape() : undefined;
    const logits = scoped(() => (tape ? tape.record(() => this.run(hidden)) : this.run(hidden)));
    return { hidden, logits, tape };
  }

  backward(pass: SomeOfPass, gradient: Tensor2D, wantsWeights: boolean) {
    const { hidden, logits, tape } = (pass.tape ? pass : this.forward(pass.hidden, true)) as Required<HeadPass>;
    const names = wantsWeights ? Object.keys(this.weights) : [];
    const wanted: Tensor[] = [hidden, ...names.map((name) => this.weights[name]!)];
    const [byHidden, ...byWeights] = scoped(() => tape.gradients([[logits, gradient]], wanted));
    if (!pass.tape) [logits, tape].forEach((each) => each.dispose());
    const weights = Object.fromEntries(names.map((name, i) => [name, byWeights[i]!]));
    return { hidden: byHidden as Tensor2D, weights: (wantsWeights ? weights : undefined) as never };
  }

  dispose(): void {
    // the weights are the caller's
  }

  private run(hidden: Tensor2D): Tensor2D {
    return bindMlp(this.hiddenLayers, this.weights, headStem)(hidden).output;
  }
}
