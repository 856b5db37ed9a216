import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import { multiply } from '../backend/operations';
import type { LayerState } from '../cells/layerState';
import { maskKey, maskOf, type MaskDraw } from '../kernels/dropout';
import type { LayerTrace } from './layerTrace';
import {
  KeptByParts,
  symbolsOf,
  type Keeps,
  type Kept,
  type RecurrentWindow,
  type StackWeights,
  type Wanted,
  type WindowGradient,
  type WindowInput,
  type WindowPass,
} from './window';

/**
 * Recurrent windows on top of each other, each reading the outputs of the one below, with dropout in between.
 *
 * Its tape: layer by layer the output (but for the last, whose output is the stack's) and the layer's own tape.
 */
export class StackedWindow implements RecurrentWindow {
  /**
   * @param layers from the input up, one layer each; owned from now on
   * @param rates of dropout of what the layer above each reads; that of the last is not used
   * @param counts of the states that each layer has
   */
  constructor(
    private readonly layers: RecurrentWindow[],
    private readonly rates: number[],
    private readonly counts = layers.map(() => 1),
  ) {}

  tapeLength(keeps: Keeps): number {
    return this.layers.reduce((sum, layer) => sum + layer.tapeLength(keeps) + 1, -1);
  }

  forward(input: WindowInput, initial: LayerState[], keeps: Keeps, masks?: MaskDraw): WindowPass {
    const symbols = symbolsOf(input);
    let pass: WindowPass | undefined;
    const tape: Tensor2D[] = [];
    const kept: (Kept | undefined)[] = [];
    this.layers.forEach((layer, k) => {
      if (pass) tape.push(pass.output);
      const dropped = pass && this.dropped(pass.output, k - 1, masks);
      const below = dropped ?? pass?.output ?? input;
      pass = layer.forward(below, this.statesOf(initial, k), keeps, undefined, symbols);
      dropped?.dispose();
      tape.push(...pass.tape);
      kept.push(pass.kept);
    });
    return { input, symbols, batch: pass!.batch, masks, output: pass!.output, tape, kept: new KeptByParts(kept) };
  }

  stateAfter(pass: WindowPass, time: number): LayerState[] {
    return this.passes(pass).flatMap((own, k) => this.layers[k]!.stateAfter(own, time));
  }

  backward(pass: WindowPass, outputGradient: Tensor2D, wanted: Wanted, final?: LayerState[]): WindowGradient {
    const gradients: WindowGradient[] = [];
    const passes = this.passes(pass);
    let arriving = outputGradient;
    for (let k = this.layers.length - 1; k >= 0; k--) {
      const own = passes[k]!;
      const dropped = k > 0 ? this.dropped(own.input as Tensor2D, k - 1, pass.masks) : undefined;
      const ofEnd = final && this.statesOf(final, k);
      const gradient = this.layers[k]!.backward({ ...own, input: dropped ?? own.input }, arriving, wanted, ofEnd);
      dropped?.dispose();
      if (k < this.layers.length - 1) arriving.dispose();
      gradients.unshift(gradient);
      if (k > 0) arriving = this.throughMask(gradient.input!, k - 1, pass.masks);
    }
    return {
      input: gradients[0]!.input,
      initial: gradients.flatMap(({ initial }) => initial),
      states: wanted.states ? gradients.flatMap(({ states }) => states!) : undefined,
      norms: wanted.norms ? gradients.flatMap(({ norms }) => norms!) : undefined,
      weights: wanted.weights ? joinWeights(gradients.map(({ weights }) => weights!)) : undefined,
    };
  }

  inputsOf(pass: WindowPass): WindowInput[] {
    return this.passes(pass).map(({ input }) => input);
  }

  traces(pass: WindowPass): LayerTrace[] {
    return this.passes(pass).flatMap((own, k) => this.layers[k]!.traces(own));
  }

  dispose(): void {
    this.layers.forEach((layer) => layer.dispose());
  }

  /** The states of layer k among those of all. */
  private statesOf(states: LayerState[], k: number): LayerState[] {
    const before = this.counts.slice(0, k).reduce((sum, count) => sum + count, 0);
    return states.slice(before, before + this.counts[k]!);
  }

  /** What the layer above layer k reads of its rows, where that is not all of them. The caller disposes. */
  private dropped(rows: Tensor2D, k: number, masks: MaskDraw | undefined): Tensor2D | undefined {
    const rate = this.rates[k]!;
    if (!masks || rate === 0) return undefined;
    const [height, units] = rows.shape;
    const mask = tensor2d(maskOf(rate, maskKey(masks, k), height, units), rows.shape);
    const product = multiply(rows, mask);
    mask.dispose();
    return product;
  }

  /** The gradient by what layer k gave, from that by what the layer above read, which is owned. */
  private throughMask(gradient: Tensor2D, k: number, masks: MaskDraw | undefined): Tensor2D {
    const masked = this.dropped(gradient, k, masks);
    if (masked) gradient.dispose();
    return masked ?? gradient;
  }

  /** The passes of the layers, found again in the tape of the stack. */
  private passes({ input, symbols, batch, output, tape, kept }: WindowPass): WindowPass[] {
    const keeps = tape.length === this.tapeLength('gradients') ? 'gradients' : 'states';
    let at = 0;
    let below = input;
    return this.layers.map((layer, k) => {
      const own = tape.slice(at, (at += layer.tapeLength(keeps)));
      const isLast = k === this.layers.length - 1;
      const pass = {
        input: below,
        symbols,
        batch,
        tape: own,
        kept: (kept as KeptByParts | undefined)?.parts[k],
        output: isLast ? output : tape[at++]!,
      };
      below = pass.output;
      return pass;
    });
  }
}

function joinWeights(parts: StackWeights[]): StackWeights {
  return { embedding: parts[0]!.embedding, layers: parts.flatMap(({ layers }) => layers) };
}
