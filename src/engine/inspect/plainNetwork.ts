import type { Experiment } from '../../protocol/experiment';
import type { DerivedLayer } from '../cells/free/freeLayer';
import { cellShapeOf } from '../cells/cellShape';
import { outerNames, parametersOf, partOf } from '../model/parameters';
import {
  addTransposed,
  affine,
  type PlainCell,
  type PlainState,
  type PlainStep,
  type PlainWeights,
  type Play,
} from './plainCell';
import { PlainElman } from './plainElman';
import { PlainGru } from './plainGru';
import { PlainLstm } from './plainLstm';

/** Changes a quantity of a layer as soon as it is computed. */
export type PlayLayer = (layer: number, quantity: string, values: Float64Array) => void;

/** A language model in plain numbers: see plainCell.ts. */
export class PlainNetwork {
  private readonly cells: PlainCell[];
  private readonly embedding: Float32Array | undefined;
  private readonly features: number;
  private readonly head: { weight: Float32Array; bias: Float32Array };

  /** @param values the weights, one after the other in the order of `parametersOf` */
  constructor(
    readonly model: Experiment['model'],
    readonly vocabulary: number,
    values: Float32Array,
  ) {
    const parameters = parametersOf(model, vocabulary);
    const parts = new Map(parameters.map((each) => [each.name, partOf(values, each)]));
    const part = (name: string) => parts.get(name)!;
    this.cells = model.layers.map((layer, k) => {
      const own = parameters.filter((each) => each.layer?.index === k);
      return plainCell(
        layer as DerivedLayer,
        Object.fromEntries(own.map((each) => [each.layer!.stem, partOf(values, each)])),
      );
    });
    this.embedding = parts.get(outerNames.embedding);
    this.features = model.input === 'one-hot' ? vocabulary : model.input.embedding;
    this.head = { weight: part(outerNames.headWeight), bias: part(outerNames.headBias) };
  }

  zeroState(): PlainState[] {
    return this.model.layers.map((layer) => ({
      h: new Float64Array(layer.units),
      ...(cellShapeOf(layer).hasCellState ? { c: new Float64Array(layer.units) } : {}),
    }));
  }

  /** Reads a symbol. @returns the time step of each layer, from the input up */
  step(symbol: number, before: PlainState[], play?: PlayLayer): PlainStep[] {
    let x = this.inputOf(symbol);
    return this.cells.map((cell, k) => {
      const own: Play | undefined = play && ((quantity, values) => play(k, quantity, values));
      const step = cell.forward(x, before[k]!, own);
      x = step.state.h;
      return step;
    });
  }

  /** Logits of the symbol that follows. */
  predict(steps: PlainStep[]): Float64Array {
    return affine(this.head.weight, this.head.bias, steps.at(-1)!.state.h);
  }

  /**
   * One time step back.
   * @param byLogits dL/dlogits of the time step; missing where it has no loss that counts
   * @param carried dL/d(state after it) as the time step after carries it; missing at the end
   * @returns the total gradients by the states after it, and what it carries to the time step before
   */
  stepBack(
    steps: PlainStep[],
    byLogits?: Float64Array,
    carried?: PlainState[],
  ): { total: PlainState[]; carried: PlainState[] } {
    const last = steps.length - 1;
    const [total, before]: [PlainState[], PlainState[]] = [[], []];
    let local: Float64Array = new Float64Array(this.cells[last]!.units);
    if (byLogits) addTransposed(local, this.head.weight, byLogits);
    for (let k = last; k >= 0; k--) {
      const from = carried?.[k];
      const h = from ? local.map((value, u) => value + from.h[u]!) : local;
      const gradient = this.cells[k]!.backward(steps[k]!, { h, c: from?.c });
      total[k] = { h, c: gradient.c };
      before[k] = gradient.before;
      local = gradient.x;
    }
    return { total, carried: before };
  }

  private inputOf(symbol: number): Float64Array {
    const { embedding, features } = this;
    if (embedding) return Float64Array.from(embedding.subarray(symbol * features, (symbol + 1) * features));
    const oneHot = new Float64Array(features);
    oneHot[symbol] = 1;
    return oneHot;
  }
}

function plainCell(layer: DerivedLayer, weights: PlainWeights): PlainCell {
  switch (layer.cell) {
    case 'lstm':
      return new PlainLstm(layer.units, weights, layer);
    case 'gru':
      return new PlainGru(layer.units, weights, layer.reset, layer.update);
    case 'elman':
      return new PlainElman(layer.units, weights, layer.activation);
  }
}
