import type { Layer } from '../../protocol/experiment';
import { joinRows } from '../backend/arrange';
import { viewOf } from '../backend/compute';
import { scoped } from '../backend/scoped';
import type { LayerState } from '../cells/layerState';
import { equationsOf } from '../cells/free/equations';
import { freeCellOf } from '../cells/free/freeCellOf';
import type { LayerPlace } from '../cells/layerPlace';
import type { FreeCell } from '../cells/free/freeCell';
import { isFree } from '../cells/free/freeLayer';
import { FreeInput } from '../layers/freeInput';
import { disposeGradient, isRegularised, regulariser } from './regulariser';
import { timeOf, type RecurrentWindow, type StackWeights, type WindowPass } from '../layers/window';

/** A stack of layers with its weights. */
export interface RegularisedStack {
  layers: Layer[];
  places: LayerPlace[];
  window: RecurrentWindow;
  stack: StackWeights;
}

/**
 * The regulariser of all layers of a stack over a pass.
 * @param states the gradients by the states after each time step, layer by layer
 * @param add is shown the gradient by each weight: the layer, its stem, and the numbers
 * @returns the sum over time, lanes and layers
 */
export function regulariseStack(
  { layers, places, window, stack }: RegularisedStack,
  pass: WindowPass,
  states: LayerState[],
  add: (layer: number, name: string, values: Float32Array) => void,
): number {
  const inputs = window.inputsOf(pass);
  let sum = 0;
  layers.forEach((layer, k) => {
    const cell = stepCellOf(layer, places[k]!);
    if (!cell || !isRegularised(cell)) return;
    const { value, weights } = scoped(() => {
      const embedding = k === 0 ? stack.embedding : undefined;
      const { vectors: x } = new FreeInput(inputs[k]!, embedding, places[k]!.inputs, pass.symbols, false);
      const rows = { x, symbols: pass.symbols, before: statesBefore(window, pass, k), gradient: states[k]! };
      return regulariser(cell, stack.layers[k]!, rows);
    });
    sum += value;
    for (const [name, gradient] of Object.entries(weights)) add(k, name, viewOf(gradient));
    disposeGradient(weights);
  });
  return sum;
}

/** The layer's step as code that can be differentiated twice; none where it has no recurrence. */
function stepCellOf(layer: Layer, place: LayerPlace): FreeCell | undefined {
  if (isFree(layer)) return freeCellOf(layer, place);
  return layer.cell === 'feed-forward' ? undefined : equationsOf(layer, place);
}

/** The states that all time steps began with, below each other. Called inside tidy. */
function statesBefore(window: RecurrentWindow, pass: WindowPass, layer: number): LayerState {
  const all = Array.from({ length: timeOf(pass) }, (_, t) => window.stateAfter(pass, t)[layer]!);
  const h = joinRows(all.map((state) => state.h));
  return all[0]!.c ? { h, c: joinRows(all.map((state) => state.c!)) } : { h };
}
