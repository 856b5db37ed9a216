import { zeros, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Experiment } from '../../protocol/experiment';
import { padAbove, rows } from '../backend/arrange';
import type { LayerState } from '../cells/cell';
import { cellShapeOf } from '../cells/cellShape';
import type { MaskDraw } from '../kernels/dropout';
import { ComposedReader } from './composedReader';
import { composedWindow } from './composedWindow';
import { Head } from './head';
import type { LanguageModel, ReaderOptions, TextReader } from './languageModel';
import { copyInto, disposeWeights, toTensors, type ModelWeights } from './modelWeights';
import { parametersOf, sizeOf, type Parameter } from './parameters';
import {
  disposePass,
  disposeStates,
  type LayerNorms,
  type MakeWindow,
  type RecurrentWindow,
  type WindowPass,
} from './window';

/** A forward pass of a composed model. The caller disposes (disposeModelPass). */
export interface ModelPass {
  window: WindowPass;
  /** [time * batch, vocabulary] */
  logits: Tensor2D;
}

/** Releases a forward pass. */
export function disposeModelPass({ window, logits }: ModelPass): void {
  disposePass(window);
  logits.dispose();
}

/** The language model composed of tensor operations: the reference that the kernels are checked against. */
export class ComposedModel implements LanguageModel {
  readonly parameters: Parameter[];
  private bound: { weights: ModelWeights; window: RecurrentWindow; head: Head } | undefined;

  /** @param values the weights, one after the other in the order of `parameters` */
  constructor(
    readonly model: Experiment['model'],
    readonly vocabulary: number,
    readonly values: Float32Array,
    private readonly makeWindow: MakeWindow = composedWindow,
  ) {
    this.parameters = parametersOf(model, vocabulary);
    if (values.length !== sizeOf(this.parameters))
      throw new RangeError(`${values.length} weights do not fit the model`);
  }

  changed(): void {
    if (!this.bound) return;
    this.bound.window.dispose();
    this.bound.head.dispose();
    disposeWeights(this.bound.weights);
    this.bound = undefined;
  }

  reader(options: ReaderOptions): TextReader {
    return new ComposedReader(this, options);
  }

  /** The state that a text begins with. The caller disposes. */
  zeroState(batch: number): LayerState[] {
    const zero = (units: number) => zeros([batch, units]) as Tensor2D;
    return this.model.layers.map((layer) =>
      cellShapeOf(layer).hasCellState ? { h: zero(layer.units), c: zero(layer.units) } : { h: zero(layer.units) },
    );
  }

  /**
   * @param symbols time-major, [time * batch]
   * @param masks by what the masks of dropout are drawn, where it is for learning
   */
  forward(symbols: Int32Array, initial: LayerState[], isForBackward: boolean, masks?: MaskDraw): ModelPass {
    const { window, head } = this.ready();
    const pass = window.forward(symbols, initial, isForBackward, masks);
    return { window: pass, logits: head.logits(pass.output) };
  }

  /** The state after some time steps of a pass. The caller disposes. */
  stateAfter(pass: ModelPass, time: number): LayerState[] {
    return this.ready().window.stateAfter(pass.window, time);
  }

  /**
   * Carries the gradient by the logits back to all weights, written into `into` in the order of `parameters`.
   * @returns the norms by layer, where wanted
   */
  backward(
    pass: ModelPass,
    logitsGradient: Tensor2D,
    into: Float32Array,
    wantsNorms: boolean,
  ): LayerNorms[] | undefined {
    const { window, head } = this.ready();
    const hidden = head.hiddenGradient(logitsGradient);
    const wanted = { weights: true, norms: wantsNorms };
    const { weights, initial, norms } = window.backward(pass.window, hidden, wanted);
    const gradient = { stack: weights!, head: head.weightGradient(pass.window.output, logitsGradient) };
    copyInto(into, this.parameters, gradient);
    disposeWeights(gradient);
    hidden.dispose();
    disposeStates(initial);
    return norms;
  }

  /**
   * The norms of the gradients of the last time step's loss alone, by layer.
   * @param logitsGradient of every time step's loss, of which the last one's rows are used
   */
  backwardFromLast(pass: ModelPass, logitsGradient: Tensor2D): LayerNorms[] {
    const { window, head } = this.ready();
    const { batch, output } = pass.window;
    const last = rows(logitsGradient, output.shape[0] - batch, batch);
    const hidden = head.hiddenGradient(last);
    const padded = padAbove(hidden, output.shape[0]);
    const { norms, initial } = window.backward(pass.window, padded, { weights: false, norms: true });
    [last, hidden, padded].forEach((tensor) => tensor.dispose());
    disposeStates(initial);
    return norms!;
  }

  dispose(): void {
    this.changed();
  }

  private ready() {
    if (!this.bound) {
      const weights = toTensors(this.parameters, this.values, this.model.layers.length);
      const window = this.makeWindow(this.model.layers, weights.stack);
      this.bound = { weights, window, head: new Head(weights.head) };
    }
    return this.bound;
  }
}
