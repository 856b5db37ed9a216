import type { Experiment, Layer } from '../../../protocol/experiment';
import type { LayerPlace } from '../../cells/layerPlace';
import { headStem } from '../../cells/headParameters';
import { placesOf, stackPlace } from '../../cells/layerWidths';
import { outerNames, parametersOf, partOf, type Parameter } from '../../weights/parameters';
import { unflatten } from './flatState';
import { OwnStepper } from './ownStepper';
import { PlainAdditive } from './plainAdditive';
import {
  outputOf,
  type PlainCell,
  type PlainState,
  type PlainStep,
  type PlainWeights,
  type Stepper,
} from './plainCell';
import { PlainElman } from './plainElman';
import { PlainFeedForward } from './plainFeedForward';
import { PlainGru } from './plainGru';
import { PlainJordan } from './plainJordan';
import { PlainLstm } from './plainLstm';
import { PlainMlp } from './plainMlp';
import { PlainNested } from './plainNested';
import { StateLayout } from '../passes/stateLayout';

/** Changes a quantity of a layer as soon as it is computed. */
export type PlayLayer = (layer: number, quantity: string, values: Float64Array) => void;

/** A language model in plain numbers: see plainCell.ts. */
export class PlainNetwork {
  private readonly cells: Stepper[];
  private readonly embedding: Float32Array | undefined;
  private readonly features: number;
  private readonly head: PlainMlp;
  private readonly states: StateLayout;

  /** @param values the weights, one after the other in the order of `parametersOf` */
  constructor(
    readonly model: Experiment['model'],
    readonly vocabulary: number,
    values: Float32Array,
  ) {
    const parameters = parametersOf(model, vocabulary);
    const parts = Object.fromEntries(parameters.map((each) => [each.name, partOf(values, each)]));
    const stack = stackPlace(model, vocabulary);
    this.states = new StateLayout(model, vocabulary);
    this.embedding = parts[outerNames.embedding];
    this.features = stack.inputs;
    this.head = new PlainMlp(stack.head, parts, headStem, 'head');
    this.cells = placesOf(model.layers, stack).map((place, k) => {
      const own = parameters.filter(({ layer }) => layer?.index === k);
      return stepperOf(model.layers[k]!, place, new Map(own.map((each) => [each, partOf(values, each)])), this.head);
    });
  }

  /** Whether gradients can be carried back: not through a cell of the person's own. */
  get goesBack(): boolean {
    return this.cells.every((cell) => 'backward' in cell);
  }

  zeroState(): PlainState[] {
    return unflatten(this.states);
  }

  /**
   * Reads a symbol.
   * @param time number of the time step, for errors
   * @returns the time step of each layer, from the input up
   */
  step(symbol: number, before: PlainState[], play?: PlayLayer, time = 0): PlainStep[] {
    let x = this.inputOf(symbol);
    return this.cells.map((cell, k) => {
      const own = play && ((quantity: string, values: Float64Array) => play(k, quantity, values));
      const step = cell.forward(x, before[k]!, { symbol, time }, own);
      x = outputOf(step);
      return step;
    });
  }

  /** Logits of the symbol that follows. */
  predict(steps: PlainStep[]): Float64Array {
    return this.head.forward(outputOf(steps.at(-1)!)).output;
  }

  /**
   * One time step back, where all cells go back.
   * @param byLogits dL/dlogits of the time step; missing where it has no loss that counts
   * @param carried dL/d(state after it) as the time step after carries it; missing at the end
   * @returns the total gradients by the states after it, and what it carries to the time step before
   */
  stepBack(
    steps: PlainStep[],
    byLogits?: Float64Array,
    carried?: PlainState[],
  ): { total: PlainState[]; carried: PlainState[] } {
    const [total, before]: [PlainState[], PlainState[]] = [[], []];
    let arriving = this.byOutput(outputOf(steps.at(-1)!), byLogits);
    for (let k = steps.length - 1; k >= 0; k--) {
      const gradient = (this.cells[k] as PlainCell).backward(steps[k]!, arriving, carried?.[k]);
      total[k] = gradient.total;
      before[k] = gradient.before;
      arriving = gradient.x;
    }
    return { total, carried: before };
  }

  /** Releases what cells of the person's own hold. */
  dispose(): void {
    for (const cell of this.cells) cell.dispose?.();
  }

  /** The gradient by what the last layer hands to the head. */
  private byOutput(output: Float64Array, byLogits: Float64Array | undefined): Float64Array {
    if (!byLogits) return new Float64Array(output.length);
    return this.head.backward(output.length, this.head.forward(output).hidden, byLogits);
  }

  private inputOf(symbol: number): Float64Array {
    const { embedding, features } = this;
    if (embedding) return Float64Array.from(embedding.subarray(symbol * features, (symbol + 1) * features));
    const oneHot = new Float64Array(features);
    oneHot[symbol] = 1;
    return oneHot;
  }
}

function stepperOf(
  layer: Layer,
  { inputs }: LayerPlace,
  own: ReadonlyMap<Parameter, Float32Array>,
  head: PlainMlp,
): Stepper {
  const weights: PlainWeights = Object.fromEntries([...own].map(([{ layer }, values]) => [layer!.stem, values]));
  switch (layer.cell) {
    case 'lstm':
      return new PlainLstm(layer.units, weights, layer);
    case 'gru':
      return new PlainGru(layer.units, weights, layer.reset, layer.update);
    case 'elman':
      return new PlainElman(layer.units, weights, layer.activation);
    case 'deep':
      return layer.transition === 'additive' ? new PlainAdditive(layer, weights) : new PlainNested(layer, weights);
    case 'jordan':
      return new PlainJordan(layer, weights, head);
    case 'feed-forward':
      return new PlainFeedForward(layer, weights);
    case 'own':
      return new OwnStepper(layer, inputs, own);
  }
}
