import { zeros, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Experiment } from '../../protocol/experiment';
import { padAbove, rows } from '../backend/arrange';
import type { LayerState } from '../cells/layerState';
import { cellShapeOf } from '../cells/cellShape';
import type { LayerPlace } from '../cells/layerPlace';
import { isOfHead } from '../cells/headParameters';
import { placesOf, stackPlace, stateWidthOf } from '../cells/layerWidths';
import type { MaskDraw } from '../kernels/dropout';
import { ComposedReader } from './composedReader';
import { composedWindow } from '../layers/composedWindow';
import { headOf, type Head } from './head';
import type { LayerTrace } from '../layers/layerTrace';
import type { LanguageModel, ReaderOptions, TextReader } from './languageModel';
import type { ModelPass } from './modelPass';
import { copyInto, disposeWeights, joinGradients, toTensors, withHead, type ModelWeights } from './modelWeights';
import { layerName, parametersOf, partOf, sizeOf, type Parameter } from '../weights/parameters';
import { regulariseStack } from './regulariseStack';
import {
  disposeStates,
  type Keeps,
  type LayerNorms,
  type MakeWindow,
  type RecurrentWindow,
  type StackWeights,
  type WindowGradient,
} from '../layers/window';

/** The language model composed of tensor operations: the reference that the kernels are checked against. */
export class ComposedModel implements LanguageModel {
  readonly parameters: Parameter[];
  private readonly place: LayerPlace;
  private bound: { weights: ModelWeights; stack: StackWeights; window: RecurrentWindow; head: Head } | undefined;

  /** @param values the weights, one after the other in the order of `parameters` */
  constructor(
    readonly model: Experiment['model'],
    readonly vocabulary: number,
    readonly values: Float32Array,
    private readonly makeWindow: MakeWindow = composedWindow,
  ) {
    this.parameters = parametersOf(model, vocabulary);
    this.place = stackPlace(model, vocabulary);
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
    const { layers } = this.model;
    const zero = (width: number) => zeros([batch, width]) as Tensor2D;
    return placesOf(layers, this.place).map(({ inputs }, k) => {
      const layer = layers[k]!;
      const h = zero(stateWidthOf(layer, inputs));
      return cellShapeOf(layer).hasCellState ? { h, c: zero(layer.units) } : { h };
    });
  }

  /**
   * @param symbols time-major, [time * batch]
   * @param masks by what the masks of dropout are drawn, where it is for learning
   */
  forward(symbols: Int32Array, initial: LayerState[], keeps: Keeps, masks?: MaskDraw): ModelPass {
    const { window, head } = this.ready();
    const pass = window.forward(symbols, initial, keeps, masks);
    return { window: pass, head: head.forward(pass.output, keeps === 'gradients') };
  }

  /** What can be seen of each layer in a pass that was made for a backward pass. */
  tracesOf(pass: ModelPass): LayerTrace[] {
    return this.ready().window.traces(pass.window);
  }

  /** The state after some time steps of a pass. The caller disposes. */
  stateAfter(pass: ModelPass, time: number): LayerState[] {
    return this.ready().window.stateAfter(pass.window, time);
  }

  /**
   * Carries the gradient by the logits back to all weights, written into `into` in the order of `parameters`.
   * @param wanted the norms by layer, and the gradients by the states after each time step, which the caller disposes
   */
  backward(
    pass: ModelPass,
    logitsGradient: Tensor2D,
    into: Float32Array,
    wants: { norms: boolean; states?: boolean },
  ): Pick<WindowGradient, 'norms' | 'states'> {
    const { window, head } = this.ready();
    const { hidden, weights: ofHead } = head.backward(pass.head, logitsGradient, true);
    const wanted = { weights: true, ...wants };
    const { weights, initial, norms, states } = window.backward(pass.window, hidden, wanted);
    const gradient = joinGradients(weights!, ofHead);
    copyInto(into, this.parameters, gradient);
    disposeWeights(gradient);
    hidden.dispose();
    disposeStates(initial);
    return { norms, states };
  }

  /**
   * The regulariser over a pass, summed over time, lanes and layers; its gradient times `factor` is added to `into`.
   * @param states the gradients by the states after each time step, as `backward` gives them
   */
  regularise(pass: ModelPass, states: LayerState[], into: Float32Array, factor: number): number {
    const { window, stack } = this.ready();
    const places = placesOf(this.model.layers, this.place);
    return regulariseStack(
      { layers: this.model.layers, places, window, stack },
      pass.window,
      states,
      (k, name, values) => {
        const whole = isOfHead(name) ? name : layerName(name, k);
        const part = partOf(
          into,
          this.parameters.find((parameter) => parameter.name === whole)!,
        );
        for (let i = 0; i < part.length; i++) part[i]! += factor * values[i]!;
      },
    );
  }

  /**
   * The gradients by the states after each time step, in total, and by those that the pass began with.
   * @param final what a window after this one carries back to its end
   * @returns the caller disposes all
   */
  stateGradients(
    pass: ModelPass,
    logitsGradient: Tensor2D,
    final?: LayerState[],
  ): { states: LayerState[]; initial: LayerState[] } {
    const { window, head } = this.ready();
    const { hidden } = head.backward(pass.head, logitsGradient, false);
    const wanted = { weights: false, norms: false, states: true };
    const { states, initial } = window.backward(pass.window, hidden, wanted, final);
    hidden.dispose();
    return { states: states!, initial };
  }

  /**
   * The norms of the gradients of the last time step's loss alone, by layer.
   * @param logitsGradient of every time step's loss, of which the last one's rows are used
   */
  backwardFromLast(pass: ModelPass, logitsGradient: Tensor2D): LayerNorms[] {
    const { window, head } = this.ready();
    const { batch, output } = pass.window;
    const [lastOutput, last] = [output, logitsGradient].map((all) => rows(all, output.shape[0] - batch, batch)) as [
      Tensor2D,
      Tensor2D,
    ];
    const { hidden } = head.backward({ hidden: lastOutput }, last, false);
    const padded = padAbove(hidden, output.shape[0]);
    const { norms, initial } = window.backward(pass.window, padded, { weights: false, norms: true });
    [lastOutput, last, hidden, padded].forEach((tensor) => tensor.dispose());
    disposeStates(initial);
    return norms!;
  }

  dispose(): void {
    this.changed();
  }

  private ready() {
    if (!this.bound) {
      const weights = toTensors(this.parameters, this.values, this.model.layers.length);
      const { layers } = this.model;
      const stack = layers.at(-1)!.cell === 'jordan' ? withHead(weights.stack, weights.head) : weights.stack;
      const window = this.makeWindow(layers, stack, this.place);
      this.bound = { weights, stack, window, head: headOf(weights.head, this.place.head) };
    }
    return this.bound;
  }
}
