import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LayerState } from '../cells/cell';
import type { LayerTrace } from './layerTrace';
import {
  symbolsOf,
  type RecurrentWindow,
  type StackWeights,
  type Wanted,
  type WindowGradient,
  type WindowInput,
  type WindowPass,
} from './window';

/**
 * Recurrent windows on top of each other, each reading the outputs of the one below.
 *
 * Its tape: layer by layer the output (but for the last, whose output is the stack's) and the layer's own tape.
 */
export class StackedWindow implements RecurrentWindow {
  /** @param layers from the input up, one layer each; owned from now on */
  constructor(private readonly layers: RecurrentWindow[]) {}

  tapeLength(isForBackward: boolean): number {
    return this.layers.reduce((sum, layer) => sum + layer.tapeLength(isForBackward) + 1, -1);
  }

  forward(input: WindowInput, initial: LayerState[], isForBackward: boolean, told?: Int32Array): WindowPass {
    const symbols = symbolsOf(input, told);
    let pass: WindowPass | undefined;
    const tape: Tensor2D[] = [];
    this.layers.forEach((layer, k) => {
      if (pass) tape.push(pass.output);
      pass = layer.forward(pass?.output ?? input, [initial[k]!], isForBackward, symbols);
      tape.push(...pass.tape);
    });
    return { input, symbols, batch: pass!.batch, output: pass!.output, tape };
  }

  stateAfter(pass: WindowPass, time: number): LayerState[] {
    return this.passes(pass).flatMap((own, k) => this.layers[k]!.stateAfter(own, time));
  }

  backward(pass: WindowPass, outputGradient: Tensor2D, wanted: Wanted, final?: LayerState[]): WindowGradient {
    const gradients: WindowGradient[] = [];
    const passes = this.passes(pass);
    for (let k = this.layers.length - 1; k >= 0; k--) {
      const above = gradients[0]?.input;
      gradients.unshift(this.layers[k]!.backward(passes[k]!, above ?? outputGradient, wanted, final && [final[k]!]));
      above?.dispose();
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

  /** The passes of the layers, found again in the tape of the stack. */
  private passes({ input, symbols, batch, output, tape }: WindowPass): WindowPass[] {
    const isForBackward = tape.length === this.tapeLength(true);
    let at = 0;
    let below = input;
    return this.layers.map((layer, k) => {
      const own = tape.slice(at, (at += layer.tapeLength(isForBackward)));
      const isLast = k === this.layers.length - 1;
      const pass = { input: below, symbols, batch, tape: own, output: isLast ? output : tape[at++]! };
      below = pass.output;
      return pass;
    });
  }
}

function joinWeights(parts: StackWeights[]): StackWeights {
  return { embedding: parts[0]!.embedding, layers: parts.flatMap(({ layers }) => layers) };
}
