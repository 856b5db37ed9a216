import type { Tensor2D } from '@tensorflow/tfjs-core';
import { joinRows, rows, sumRows } from '../backend/arrange';
import { add } from '../backend/operations';
import { scoped } from '../backend/scoped';
import { tensorsOf } from '../cells/torchWeights';
import type { BoundCell, Cell, Step, StepGradient, Trace } from '../cells/cell';
import type { LayerState, LayerWeights } from '../cells/layerState';
import { BoundInput, type InputGradient } from './boundInput';
import { rowsOf, type LayerTrace } from './layerTrace';
import { NormRecorder } from './normRecorder';
import {
  timeOf,
  type Keeps,
  type RecurrentWindow,
  type StackWeights,
  type Wanted,
  type WindowGradient,
  type WindowInput,
  type WindowPass,
} from './window';

/** One time step backward, with the total gradient by the hidden state that it ended with. */
type TotalGradient = StepGradient & { h: Tensor2D };

/** Those of all time steps, from the first. */
const statesOf = (steps: TotalGradient[]): LayerState => {
  const h = joinRows(steps.map((step) => step.h));
  return steps[0]!.cell ? { h, c: joinRows(steps.map((step) => step.cell!)) } : { h };
};

/** What of a step's keepings is seen as a gate. */
const gateNames = new Set(['input', 'forget', 'candidate', 'output', 'reset', 'update']);

/**
 * One layer over a window, composed of tensor operations: the input's products of all time steps at once, then what
 * is recurrent time step by time step; backward the slopes of all time steps at once, then the time steps from the
 * last to the first, then the weights' gradients as long products.
 *
 * Its tape: h after 0..time time steps, [(time + 1) * batch, units]; c likewise where the cell has one; then, for a
 * backward pass, what the cell's steps kept, [time * batch, units] each.
 */
export class LayerWindow implements RecurrentWindow {
  private readonly stateParts: number;
  private readonly input: BoundInput;
  private readonly steps: BoundCell;

  /** @param weights of a stack of one layer */
  constructor(
    private readonly cell: Cell,
    { embedding, layers }: StackWeights,
  ) {
    const weights = layers[0]!;
    this.input = new BoundInput(tensorsOf(weights).weightIh, cell.inputBias(weights), embedding);
    this.steps = cell.bind(weights);
    this.stateParts = cell.hasCellState ? 2 : 1;
  }

  tapeLength(keeps: Keeps): number {
    return this.stateParts + (keeps !== 'states' ? this.cell.keeps.length : 0);
  }

  forward(input: WindowInput, [initial]: LayerState[], keeps: Keeps): WindowPass {
    const batch = initial!.h.shape[0];
    return { input, batch, ...scoped(() => this.run(input, initial!, keeps !== 'states')) };
  }

  stateAfter({ tape, batch }: WindowPass, time: number): LayerState[] {
    const [h, c] = tape.slice(0, this.stateParts).map((states) => rows(states, time * batch, batch));
    return [{ h: h!, c }];
  }

  backward(pass: WindowPass, outputGradient: Tensor2D, wanted: Wanted, final?: LayerState[]): WindowGradient {
    const recorder = wanted.norms ? new NormRecorder(timeOf(pass), this.cell.hasCellState) : undefined;
    const gradient = scoped(() => {
      const trace = this.traceOf(pass);
      const slopes = scoped(() => this.cell.slopes(trace));
      const steps = this.walkBack(pass, slopes, outputGradient, recorder, final?.[0]); // from the first time step
      const sums = joinRows(steps.map((step) => step.sums));
      const byInput = this.input.gradient(pass.input, sums, wanted.weights);
      return {
        initial: [steps[0]!.previous],
        states: wanted.states ? [statesOf(steps)] : undefined,
        input: byInput.features,
        weights: wanted.weights ? this.weightGradient(trace, steps, sums, byInput) : undefined,
      };
    });
    return { ...gradient, norms: recorder && [recorder.norms] };
  }

  inputsOf({ input }: WindowPass): WindowInput[] {
    return [input];
  }

  traces({ tape, batch }: WindowPass): LayerTrace[] {
    const [h, c] = tape.slice(0, this.stateParts).map((states) => rowsOf(states, batch));
    const kept = this.cell.keeps.map((name, i) => [name, rowsOf(tape[this.stateParts + i]!, 0)] as const);
    return [{ h: h!, c, gates: new Map(kept.filter(([name]) => gateNames.has(name))) }];
  }

  dispose(): void {
    this.input.dispose();
    this.steps.dispose();
  }

  private run(input: WindowInput, initial: LayerState, isForBackward: boolean): Pick<WindowPass, 'output' | 'tape'> {
    const batch = initial.h.shape[0];
    const sums = this.input.sums(input);
    const steps: Step[] = [];
    for (let at = 0; at < sums.shape[0]; at += batch) {
      const previous = steps.at(-1)?.state ?? initial;
      const step = scoped(() => this.steps.step(rows(sums, at, batch), previous));
      if (!isForBackward) step.kept.forEach((tensor) => tensor.dispose());
      steps.push(step);
    }
    return this.join(initial, steps, isForBackward);
  }

  private join(initial: LayerState, steps: Step[], isForBackward: boolean): Pick<WindowPass, 'output' | 'tape'> {
    const states = [initial, ...steps.map((step) => step.state)];
    const h = joinRows(states.map((state) => state.h));
    const tape = this.cell.hasCellState ? [h, joinRows(states.map((state) => state.c!))] : [h];
    if (isForBackward) this.cell.keeps.forEach((_, i) => tape.push(joinRows(steps.map((step) => step.kept[i]!))));
    const batch = initial.h.shape[0];
    return { tape, output: rows(h, batch, steps.length * batch) };
  }

  private traceOf({ batch, output, tape }: WindowPass): Trace {
    const height = output.shape[0];
    const [h, c] = tape.slice(0, this.stateParts).map((states) => rows(states, 0, height));
    const after = this.cell.hasCellState ? rows(tape[1]!, batch, height) : undefined;
    return { previous: { h: h!, c }, h: output, c: after, kept: tape.slice(this.stateParts) };
  }

  private walkBack(
    pass: WindowPass,
    slopes: Tensor2D[],
    outputGradient: Tensor2D,
    recorder: NormRecorder | undefined,
    final: LayerState | undefined,
  ): TotalGradient[] {
    const steps: TotalGradient[] = [];
    let carried = final;
    for (let t = timeOf(pass); t > 0; t--) {
      const ofStep = (all: Tensor2D) => rows(all, (t - 1) * pass.batch, pass.batch);
      const step = scoped(() => {
        const local = ofStep(outputGradient);
        const h = carried ? add(local, carried.h) : local;
        recorder?.record(t, h, local, carried?.h);
        return { ...this.steps.stepBack({ h, c: carried?.c }, slopes.map(ofStep)), h };
      });
      if (step.cell) recorder?.recordCell(t, step.cell);
      steps.unshift(step);
      carried = step.previous;
    }
    recorder?.recordInitial(carried!);
    return steps;
  }

  private weightGradient(trace: Trace, steps: StepGradient[], sums: Tensor2D, byInput: InputGradient): StackWeights {
    const isOther = steps[0]!.recurrent !== undefined;
    const recurrent = isOther ? joinRows(steps.map((step) => step.recurrent!)) : sums;
    const layer: LayerWeights = {
      weight_ih: byInput.weightIh!,
      weight_hh: this.cell.weightGradient(trace, recurrent),
      bias_ih: byInput.bias!,
      bias_hh: isOther ? sumRows(recurrent) : byInput.bias!.clone(),
      ...this.cell.ownGradient?.(trace, sums),
    };
    return { embedding: byInput.embedding, layers: [layer] };
  }
}
