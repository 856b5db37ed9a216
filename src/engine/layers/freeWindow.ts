import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { joinRows, padAbove, rows } from '../backend/arrange';
import { add, subtract } from '../backend/operations';
import { scoped } from '../backend/scoped';
import type { LayerState, LayerWeights } from '../cells/layerState';
import type { BoundFreeCell, FreeCell, FreeStep } from '../cells/free/freeCell';
import { FreeInput, stepsOf } from './freeInput';
import { GradientTape } from './gradientTape';
import { rowsOf, type LayerTrace } from './layerTrace';
import { NormRecorder } from './normRecorder';
import {
  symbolsOf,
  timeOf,
  type Keeps,
  type Kept,
  type RecurrentWindow,
  type StackWeights,
  type Wanted,
  type WindowGradient,
  type WindowInput,
  type WindowPass,
} from './window';

/** What a forward pass has recorded. Of its tensors only those that are not made here outlive the pass. */
interface Recorded extends Kept {
  tape: GradientTape;
  input: FreeInput;
  /** What the cell took from the vectors of the input, and the rows of it that each time step reads. */
  sums: Tensor2D;
  inputs: Tensor2D[];
  initial: LayerState;
  states: LayerState[];
}

/**
 * One layer over a window whose gradient TensorFlow.js finds: what the cell takes from the input is computed for all
 * time steps at once, the rest time step by time step. A forward pass for a backward one is recorded; the backward pass
 * goes first through what is recurrent, then through what was read of the input.
 *
 * Its tape: h after 0..time time steps, [(time + 1) * batch, units]; c likewise where the cell has one; then, for a
 * backward pass, the quantities of the cell, [time * batch, width] each, which are there to be looked at.
 */
export class FreeWindow implements RecurrentWindow {
  private readonly stateParts: number;
  private readonly weights: LayerWeights;
  private readonly embedding: Tensor2D | undefined;

  /**
   * @param weights of a stack of one layer; stay the caller's
   * @param inputs numbers that the layer reads at each time step
   */
  constructor(
    private readonly cell: FreeCell,
    { embedding, layers }: StackWeights,
    private readonly inputs: number,
  ) {
    this.weights = layers[0]!;
    this.embedding = embedding;
    this.stateParts = cell.hasCellState ? 2 : 1;
  }

  tapeLength(keeps: Keeps): number {
    return this.stateParts + (keeps === 'states' ? 0 : this.cell.quantities.length);
  }

  forward(input: WindowInput, [initial]: LayerState[], keeps: Keeps, _masks?: unknown, told?: Int32Array): WindowPass {
    const pass = { input, symbols: symbolsOf(input, told), batch: initial!.h.shape[0] };
    return { ...pass, ...this.run(pass, initial!, keeps) };
  }

  stateAfter({ tape, batch }: WindowPass, time: number): LayerState[] {
    return [stateFrom(tape.slice(0, this.stateParts).map((states) => rows(states, time * batch, batch)))];
  }

  inputsOf({ input }: WindowPass): WindowInput[] {
    return [input];
  }

  traces({ tape, batch }: WindowPass): LayerTrace[] {
    const [h, c] = tape.slice(0, this.stateParts).map((states) => rowsOf(states, batch));
    const gates = this.cell.quantities.map(({ name }, i) => [name, rowsOf(tape[this.stateParts + i]!, 0)] as const);
    return [{ h: h!, c, gates: new Map(gates) }];
  }

  backward(pass: WindowPass, outputGradient: Tensor2D, wanted: Wanted, final?: LayerState[]): WindowGradient {
    const recorder = wanted.norms ? new NormRecorder(timeOf(pass), this.cell.hasCellState) : undefined;
    const again = pass.kept ? undefined : this.runAgain(pass);
    const recorded = (pass.kept ?? again) as Recorded;
    const gradient = scoped(() => this.carryBack(pass, recorded, outputGradient, wanted, recorder, final?.[0]));
    again?.dispose();
    return { ...gradient, norms: recorder && [recorder.norms] };
  }

  dispose(): void {
    // the weights are the caller's, and nothing is made ready of them
  }

  private run(
    pass: Pick<WindowPass, 'input' | 'symbols' | 'batch'>,
    initial: LayerState,
    keeps: Keeps,
  ): Pick<WindowPass, 'output' | 'tape' | 'kept'> {
    const gradientTape = keeps === 'gradients' ? new GradientTape() : undefined;
    let kept: Recorded | undefined;
    try {
      const { output, tape } = scoped(() => {
        const { on, ...pair } = this.compute(pass, initial, keeps, gradientTape);
        if (gradientTape) kept = { ...on, tape: gradientTape, dispose: () => gradientTape.dispose() };
        return pair; // what is only recorded does not outlive this
      });
      return { output, tape, kept };
    } catch (error) {
      gradientTape?.dispose();
      throw error;
    }
  }

  private compute(
    pass: Pick<WindowPass, 'input' | 'symbols' | 'batch'>,
    initial: LayerState,
    keeps: Keeps,
    gradientTape: GradientTape | undefined,
  ) {
    const recorded = <T>(body: () => T): T => (gradientTape ? gradientTape.record(body) : body());
    const cell = recorded(() => this.cell.bind(this.weights));
    const input = new FreeInput(pass.input, this.embedding, this.inputs, pass.symbols);
    const read = recorded(() => input.read(cell));
    const inputs = stepsOf(input.toRows(read.sums), this.rowsAtOnce(pass));
    const steps = recorded(() => this.step(cell, inputs, initial));
    const h = joinRows([initial.h, ...steps.map(({ state }) => state.h)]);
    const tape = initial.c ? [h, joinRows([initial.c, ...steps.map(({ state }) => state.c!)])] : [h];
    if (keeps !== 'states')
      for (const { name } of this.cell.quantities) {
        const ofInput = read.quantities[name];
        tape.push(ofInput ? input.toRows(ofInput) : joinRows(steps.map(({ quantities }) => quantities[name]!)));
      }
    const states = steps.map(({ state }) => state);
    const output = rows(h, pass.batch, h.shape[0] - pass.batch);
    return { tape, output, on: { input, sums: read.sums, inputs, initial, states } };
  }

  private step(cell: BoundFreeCell, inputs: Tensor2D[], initial: LayerState): FreeStep[] {
    const steps: FreeStep[] = [];
    inputs.forEach((sums, t) => steps.push(scoped(() => cell.step(sums, steps.at(-1)?.state ?? initial, t))));
    return steps;
  }

  /** Of a pass that was put together of its tensors. */
  private runAgain(pass: WindowPass): Kept {
    const initial = this.stateAfter(pass, 0)[0]!;
    const { output, tape, kept } = this.run(pass, initial, 'gradients');
    [output, ...tape, ...flat(initial)].forEach((tensor) => tensor.dispose());
    return kept!;
  }

  private carryBack(
    pass: WindowPass,
    { tape, input, sums, inputs, initial, states }: Recorded,
    outputGradient: Tensor2D,
    { weights: wantsWeights, states: wantsStates = false }: Wanted,
    recorder: NormRecorder | undefined,
    final: LayerState | undefined,
  ): Omit<WindowGradient, 'norms'> {
    const names = wantsWeights ? Object.keys(this.weights) : [];
    const weights = names.map((name) => this.weights[name]!);
    const wanted: Tensor[] = [...flat(initial), ...inputs, ...weights];
    if (recorder || wantsStates) wanted.push(...states.flatMap(flat));
    const locals = stepsOf(outputGradient, this.rowsAtOnce(pass));
    const results = states.map(({ h }, i): [Tensor, Tensor] => [h, locals[i]!]);
    if (final)
      flat(states.at(-1)!).forEach((state, i) => results.push([state, padAbove(flat(final)[i]!, state.shape[0])]));
    const gradients = tape.gradients(results, wanted);
    const next = (count: number) => gradients.splice(0, count) as Tensor2D[];
    const byInitial = stateFrom(next(this.stateParts));
    const bySums = input.toVectors(joinRows(next(inputs.length)));
    const recurrent = next(names.length);
    if (recorder) this.record(recorder, gradients as Tensor2D[], outputGradient, byInitial);
    const [byVectors, ...read] = tape.gradients([[sums, bySums]], [input.vectors as Tensor, ...weights]);
    const { embedding, features } = input.gradients(byVectors as Tensor2D);
    const both = names.map((name, i) => [name, add(recurrent[i]!, read[i] as Tensor2D)] as const);
    return {
      initial: [byInitial],
      input: features,
      states: wantsStates ? [this.statesFrom(gradients as Tensor2D[])] : undefined,
      weights: wantsWeights ? { embedding, layers: [Object.fromEntries(both)] } : undefined,
    };
  }

  /** @param byStates h and c of each time step, or of all at once */
  private record(recorder: NormRecorder, byStates: Tensor2D[], outputGradient: Tensor2D, byInitial: LayerState): void {
    const batch = byInitial.h.shape[0];
    const locals = stepsOf(outputGradient, batch);
    const all = this.cell.isRecurrent ? byStates : byStates.flatMap((each) => stepsOf(each, batch));
    locals.forEach((local, i) => {
      const { h, c } = stateFrom(all.slice(i * this.stateParts, (i + 1) * this.stateParts));
      const isLast = i === locals.length - 1;
      recorder.record(i + 1, h, local, isLast ? undefined : subtract(h, local));
      if (c) recorder.recordCell(i + 1, c);
    });
    recorder.recordInitial(byInitial);
  }

  /** @param byStates h and c of each time step, or of all at once */
  private statesFrom(byStates: Tensor2D[]): LayerState {
    const of = (part: number) => joinRows(byStates.filter((_, i) => i % this.stateParts === part));
    return this.cell.hasCellState ? { h: of(0), c: of(1) } : { h: of(0) };
  }

  /** Rows of what goes through a step: those of one time step, or all where none depends on another. */
  private rowsAtOnce({ input, batch }: Pick<WindowPass, 'input' | 'batch'>): number {
    if (this.cell.isRecurrent) return batch;
    return input instanceof Int32Array ? input.length : input.shape[0];
  }
}

const flat = ({ h, c }: LayerState): Tensor2D[] => (c ? [h, c] : [h]);

const stateFrom = ([h, c]: Tensor2D[]): LayerState => (c ? { h: h!, c } : { h: h! });
