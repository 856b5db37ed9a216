import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { joinRows as joinRowsOf, padAbove, rows } from '../backend/arrange';
import { joinRows } from '../backend/differentiable';
import { add, subtract } from '../backend/operations';
import { scoped } from '../backend/scoped';
import type { LayerState, LayerWeights } from '../cells/cell';
import type { BoundFreeCell, FreeCell, FreeStep } from '../cells/free/freeCell';
import { FreeInput, stepsOf } from './freeInput';
import { rowsOf, type LayerTrace } from './layerTrace';
import { NormRecorder } from './normRecorder';
import { tapeGradients } from './tapeGradients';
import {
  symbolsOf,
  timeOf,
  type RecurrentWindow,
  type StackWeights,
  type Wanted,
  type WindowGradient,
  type WindowInput,
  type WindowPass,
} from './window';

/**
 * One layer over a window whose gradient TensorFlow.js finds: what the cell takes from the input is computed for all
 * time steps at once, the rest time step by time step. Its backward pass runs forward once more, on a gradient tape:
 * first what is recurrent, then what was read of the input.
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

  tapeLength(isForBackward: boolean): number {
    return this.stateParts + (isForBackward ? this.cell.quantities.length : 0);
  }

  forward(
    input: WindowInput,
    [initial]: LayerState[],
    isForBackward: boolean,
    _masks?: unknown,
    told?: Int32Array,
  ): WindowPass {
    const pass = { input, symbols: symbolsOf(input, told), batch: initial!.h.shape[0] };
    return { ...pass, ...scoped(() => this.run(pass, initial!, isForBackward)) };
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
    const gradient = scoped(() => this.carryBack(pass, outputGradient, wanted, recorder, final?.[0]));
    return { ...gradient, norms: recorder && [recorder.norms] };
  }

  dispose(): void {
    // the weights are the caller's, and nothing is made ready of them
  }

  private run(pass: Pick<WindowPass, 'input' | 'symbols' | 'batch'>, initial: LayerState, keepsQuantities: boolean) {
    const cell = this.cell.bind(this.weights);
    const read = this.inputOf(pass).read(cell);
    const steps = this.step(cell, stepsOf(read.sums, this.rowsAtOnce(pass)), initial);
    const h = joinRowsOf([initial.h, ...steps.map(({ state }) => state.h)]);
    const tape = initial.c ? [h, joinRowsOf([initial.c, ...steps.map(({ state }) => state.c!)])] : [h];
    if (keepsQuantities)
      for (const { name } of this.cell.quantities)
        tape.push(read.quantities[name] ?? joinRowsOf(steps.map(({ quantities }) => quantities[name]!)));
    return { tape, output: rows(h, pass.batch, h.shape[0] - pass.batch) };
  }

  private step(cell: BoundFreeCell, inputs: Tensor2D[], initial: LayerState): FreeStep[] {
    const steps: FreeStep[] = [];
    inputs.forEach((sums, t) => steps.push(scoped(() => cell.step(sums, steps.at(-1)?.state ?? initial, t))));
    return steps;
  }

  private carryBack(
    pass: WindowPass,
    outputGradient: Tensor2D,
    { weights: wantsWeights, states: wantsStates = false }: Wanted,
    recorder: NormRecorder | undefined,
    final: LayerState | undefined,
  ): Omit<WindowGradient, 'norms'> {
    const input = this.inputOf(pass);
    const initial = this.stateAfter(pass, 0)[0]!;
    const inputs = stepsOf(
      scoped(() => input.read(this.cell.bind(this.weights)).sums),
      this.rowsAtOnce(pass),
    );
    const names = wantsWeights ? Object.keys(this.weights) : [];
    const weights = names.map((name) => this.weights[name]!);
    const wanted: Tensor[] = [...flat(initial), ...inputs, ...weights];
    const gradients = tapeGradients(
      () => {
        const states = this.step(this.cell.bind(this.weights), inputs, initial).map(({ state }) => state);
        if (recorder || wantsStates) wanted.push(...states.flatMap(flat));
        return joinRows([...states.map(({ h }) => h), ...(final?.c ? [states.at(-1)!.c!] : [])]);
      },
      wanted,
      final ? withFinal(outputGradient, final) : outputGradient,
    );
    const next = (count: number) => gradients.splice(0, count) as Tensor2D[];
    const byInitial = stateFrom(next(this.stateParts));
    const bySums = joinRowsOf(next(inputs.length));
    const recurrent = next(names.length);
    if (recorder) this.record(recorder, gradients as Tensor2D[], outputGradient, byInitial);
    const byInput = this.readBack(input, input.toVectors(bySums), weights);
    const sums = names.map((name, i) => [name, add(recurrent[i]!, byInput.weights[i]!)] as const);
    return {
      initial: [byInitial],
      input: byInput.features,
      states: wantsStates ? [this.statesFrom(gradients as Tensor2D[])] : undefined,
      weights: wantsWeights ? { embedding: byInput.embedding, layers: [Object.fromEntries(sums)] } : undefined,
    };
  }

  /** Through what the cell takes from the input. @param gradient by the sums of its vectors */
  private readBack(input: FreeInput, gradient: Tensor2D, weights: Tensor[]) {
    const [byVectors, ...byWeights] = tapeGradients(
      () => this.cell.bind(this.weights).read(input.vectors, input.symbols).sums,
      [input.vectors, ...weights],
      gradient,
    );
    return { ...input.gradients(byVectors as Tensor2D), weights: byWeights as Tensor2D[] };
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
    const of = (part: number) => joinRowsOf(byStates.filter((_, i) => i % this.stateParts === part));
    return this.cell.hasCellState ? { h: of(0), c: of(1) } : { h: of(0) };
  }

  /** Rows of what goes through a step: those of one time step, or all where none depends on another. */
  private rowsAtOnce({ input, batch }: Pick<WindowPass, 'input' | 'batch'>): number {
    if (this.cell.isRecurrent) return batch;
    return input instanceof Int32Array ? input.length : input.shape[0];
  }

  private inputOf({ input, symbols }: Pick<WindowPass, 'input' | 'symbols'>): FreeInput {
    return new FreeInput(input, this.embedding, this.inputs, symbols);
  }
}

const flat = ({ h, c }: LayerState): Tensor2D[] => (c ? [h, c] : [h]);

/** The gradient by the outputs, and at the end that by the state: what goes on through h is added to its last rows. */
function withFinal(outputGradient: Tensor2D, { h, c }: LayerState): Tensor2D {
  const all = add(outputGradient, padAbove(h, outputGradient.shape[0]));
  return c ? joinRowsOf([all, c]) : all;
}

const stateFrom = ([h, c]: Tensor2D[]): LayerState => (c ? { h: h!, c } : { h: h! });
