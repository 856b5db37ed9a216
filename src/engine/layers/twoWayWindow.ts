import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Layer } from '../../protocol/experiment';
import { columns, gatherRows, joinColumns } from '../backend/arrange';
import { add } from '../backend/operations';
import { scoped } from '../backend/scoped';
import type { LayerState, LayerWeights } from '../cells/layerState';
import { byDirection, joinDirections } from '../cells/directions';
import type { LayerPlace } from '../cells/layerPlace';
import type { LayerTrace } from './layerTrace';
import {
  KeptByParts,
  type Keeps,
  type MakeWindow,
  type RecurrentWindow,
  type Wanted,
  type WindowGradient,
  type WindowInput,
  type WindowPass,
} from './window';

/**
 * One layer that reads a window in both directions: two windows, of which the second reads it from its end.
 *
 * Its output: what both directions gave beside each other, [time * batch, 2 outputs]. Its tape: the output and the tape
 * of the forward direction, then those of the backward one, in the order of its own time steps.
 */
export class TwoWayWindow implements RecurrentWindow {
  private readonly ahead: RecurrentWindow;
  private readonly back: RecurrentWindow;

  /** @param weights of both directions; those of the embedding are shared */
  constructor(
    make: MakeWindow,
    layer: Layer,
    weights: LayerWeights,
    embedding: Tensor2D | undefined,
    place: LayerPlace,
  ) {
    const { forward, backward } = byDirection(weights);
    this.ahead = make([layer], { embedding, layers: [forward] }, place);
    this.back = make([layer], { embedding, layers: [backward] }, place);
  }

  tapeLength(keeps: Keeps): number {
    return 2 + this.ahead.tapeLength(keeps) + this.back.tapeLength(keeps);
  }

  forward(input: WindowInput, [ahead, back]: LayerState[], keeps: Keeps): WindowPass {
    const batch = ahead!.h.shape[0];
    const reversed = reverse(input, batch);
    const passes = [this.ahead.forward(input, [ahead!], keeps), this.back.forward(reversed, [back!], keeps)] as const;
    disposeInput(reversed);
    const output = scoped(() => joinColumns([passes[0].output, reverse(passes[1].output, batch)]));
    const kept = new KeptByParts(passes.map((pass) => pass.kept));
    return { input, batch, output, tape: passes.flatMap((pass) => [pass.output, ...pass.tape]), kept };
  }

  stateAfter(pass: WindowPass, time: number): LayerState[] {
    const { ahead, back } = this.passes(pass, pass.input);
    return [...this.ahead.stateAfter(ahead, time), ...this.back.stateAfter(back, time)];
  }

  backward(pass: WindowPass, outputGradient: Tensor2D, wanted: Wanted, final?: LayerState[]): WindowGradient {
    const outputs = outputGradient.shape[1] / 2;
    const reversed = reverse(pass.input, pass.batch);
    const passes = this.passes(pass, reversed);
    const [toAhead, toBack] = scoped(() => [
      columns(outputGradient, 0, outputs),
      reverse(columns(outputGradient, outputs, outputs), pass.batch),
    ]) as [Tensor2D, Tensor2D];
    const ahead = this.ahead.backward(passes.ahead, toAhead, wanted, final?.slice(0, 1));
    const back = this.back.backward(passes.back, toBack, wanted, final?.slice(1));
    [toAhead, toBack].forEach((gradient) => gradient.dispose());
    disposeInput(reversed);
    return this.join(ahead, back, pass.batch);
  }

  inputsOf({ input }: WindowPass): WindowInput[] {
    return [input];
  }

  /** Of the forward direction, then of the backward one in the order of its own time steps. */
  traces(pass: WindowPass): LayerTrace[] {
    const { ahead, back } = this.passes(pass, pass.input);
    return [...this.ahead.traces(ahead), ...this.back.traces(back)];
  }

  dispose(): void {
    this.ahead.dispose();
    this.back.dispose();
  }

  /** The passes of both directions, found again in the tape. */
  private passes(
    { input, batch, tape, kept }: WindowPass,
    reversed: WindowInput,
  ): { ahead: WindowPass; back: WindowPass } {
    const middle = tape.length / 2; // both directions keep the same
    const [ofAhead, ofBack] = (kept as KeptByParts | undefined)?.parts ?? [];
    return {
      ahead: { input, batch, output: tape[0]!, tape: tape.slice(1, middle), kept: ofAhead },
      back: { input: reversed, batch, output: tape[middle]!, tape: tape.slice(middle + 1), kept: ofBack },
    };
  }

  /** One gradient of two; what both have by the same is summed. */
  private join(ahead: WindowGradient, back: WindowGradient, batch: number): WindowGradient {
    const sum = (a: Tensor2D | undefined, b: Tensor2D | undefined, isInTime: boolean) => {
      if (!a || !b) return undefined;
      const both = scoped(() => add(a, isInTime ? (reverse(b, batch) as Tensor2D) : b));
      [a, b].forEach((part) => part.dispose());
      return both;
    };
    const weights = ahead.weights && {
      embedding: sum(ahead.weights.embedding, back.weights!.embedding, false),
      layers: [joinDirections(ahead.weights.layers[0]!, back.weights!.layers[0]!)],
    };
    return {
      input: sum(ahead.input, back.input, true),
      initial: [...ahead.initial, ...back.initial],
      norms: ahead.norms && [...ahead.norms, ...back.norms!],
      states: ahead.states && [...ahead.states, ...back.states!],
      weights,
    };
  }
}

/** The time steps of time-major symbols or rows from the last to the first. The caller disposes. */
function reverse<Input extends WindowInput>(input: Input, batch: number): Input {
  const rows = input instanceof Int32Array ? input.length : input.shape[0];
  const places = Int32Array.from({ length: rows }, (_, row) => rows - batch - row + 2 * (row % batch));
  return (input instanceof Int32Array ? places.map((place) => input[place]!) : gatherRows(input, places)) as Input;
}

function disposeInput(input: WindowInput): void {
  if (!(input instanceof Int32Array)) input.dispose();
}
