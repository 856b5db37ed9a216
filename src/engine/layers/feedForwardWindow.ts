import { zeros, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';
import { columns, joinColumns, joinRows, padAbove, rows, sumRows, transpose } from '../backend/arrange';
import { compute } from '../backend/compute';
import { add, matMul, multiply, subtract, tanh, tanhSlope } from '../backend/operations';
import { scoped } from '../backend/scoped';
import { transposedProduct } from '../backend/transposedProduct';
import type { LayerState, LayerWeights } from '../cells/layerState';
import type { FeedForwardLayer } from '../cells/free/freeLayer';
import { FreeInput, stepsOf } from './freeInput';
import { rowsOf, type LayerTrace } from './layerTrace';
import { NormRecorder } from './normRecorder';
import {
  timeOf,
  type RecurrentWindow,
  type StackWeights,
  type Wanted,
  type WindowGradient,
  type WindowInput,
  type WindowPass,
} from './window';

/**
 * A feed-forward layer over the last n inputs, all time steps at once: h_t = tanh(H [x_(t-n+1), ..., x_t] + d). Its output
 * is h_t, and with direct connections h_t beside the inputs, so that the head above adds W [x_(t-n+1), ..., x_t].
 *
 * Its state, carried on as h, are the last n - 1 inputs, the oldest first, [batch, (n - 1) * inputs]. The norms that it
 * gives are of the gradients by the inputs x_t: its local part is through the output at t, the carried one through those
 * of the n - 1 time steps after it.
 *
 * Its tape: the inputs, with the n - 1 before them, [(n - 1 + time) * batch, inputs]; h, [time * batch, units].
 * @see Bengio, Ducharme, Vincent, Jauvin 2003
 */
export class FeedForwardWindow implements RecurrentWindow {
  private readonly weights: LayerWeights;
  private readonly embedding: Tensor2D | undefined;

  /** @param weights of a stack of one layer; stay the caller's @param inputs numbers that it reads at each time step */
  constructor(
    private readonly layer: FeedForwardLayer,
    { embedding, layers }: StackWeights,
    private readonly inputs: number,
  ) {
    this.weights = layers[0]!;
    this.embedding = embedding;
  }

  tapeLength(): number {
    return 2;
  }

  forward(input: WindowInput, [initial]: LayerState[]): WindowPass {
    const batch = initial!.h.shape[0];
    const { read, h, output } = scoped(() => {
      const vectors = new FreeInput(input, this.embedding, this.inputs, undefined, false).vectors;
      const before = stepsFrom(initial!.h, this.layer.context - 1);
      const read = joinRows([...before, vectors]);
      const context = this.contextOf(read, batch);
      const h = tanh(add(matMul(context, transpose(this.matrix)), this.weights['bias_ih'] as Tensor1D));
      return { read, h, output: this.layer.direct ? joinColumns([h, context]) : h.clone() };
    });
    return { input, batch, output, tape: [read, h] };
  }

  stateAfter({ tape, batch }: WindowPass, time: number): LayerState[] {
    return [{ h: scoped(() => this.stateOf(tape[0]!, time * batch, batch)) }];
  }

  inputsOf({ input }: WindowPass): WindowInput[] {
    return [input];
  }

  traces({ tape, batch }: WindowPass): LayerTrace[] {
    const { context } = this.layer;
    const state = scoped(() => {
      const all = this.contextOf(tape[0]!, batch);
      return rowsOf(columns(all, this.inputs, (context - 1) * this.inputs), 0);
    });
    return [{ h: rowsOf(tape[1]!, 0), state, gates: new Map() }];
  }

  backward(pass: WindowPass, outputGradient: Tensor2D, wanted: Wanted, final?: LayerState[]): WindowGradient {
    const recorder = wanted.norms ? new NormRecorder(timeOf(pass), false) : undefined;
    const gradient = scoped(() => this.carryBack(pass, outputGradient, wanted, recorder, final?.[0]));
    return { ...gradient, norms: recorder && [recorder.norms] };
  }

  dispose(): void {
    // the weights are the caller's
  }

  private get matrix(): Tensor2D {
    return this.weights['weight_ih'] as Tensor2D;
  }

  private carryBack(
    pass: WindowPass,
    outputGradient: Tensor2D,
    wanted: Wanted,
    recorder: NormRecorder | undefined,
    final: LayerState | undefined,
  ): Omit<WindowGradient, 'norms'> {
    const { units, context: width, direct } = this.layer;
    const { batch } = pass;
    const [read, h] = pass.tape as [Tensor2D, Tensor2D];
    const byHidden = direct ? columns(outputGradient, 0, units) : outputGradient;
    const sums = multiply(byHidden, tanhSlope(h));
    const through = matMul(sums, this.matrix);
    const byContext = direct ? add(through, columns(outputGradient, units, width * this.inputs)) : through;
    const spread = this.spread(byContext, read.shape[0], batch);
    const byRead = final ? this.withFinal(spread, final) : spread;
    const before = (width - 1) * batch;
    const byVectors = rows(byRead, before, read.shape[0] - before);
    const initial = { h: this.stateOf(byRead, 0, batch) };
    if (recorder) this.record(recorder, byVectors, byContext, initial);
    const input = new FreeInput(pass.input, this.embedding, this.inputs, undefined, false);
    const { embedding, features } = input.gradients(byVectors);
    const layer = () => ({
      weight_ih: transposedProduct(sums, this.contextOf(read, batch)),
      bias_ih: sumRows(sums),
    });
    return {
      initial: [initial],
      input: features,
      states: wanted.states ? [{ h: byVectors.clone() }] : undefined,
      weights: wanted.weights ? { embedding, layers: [layer()] } : undefined,
    };
  }

  private record(recorder: NormRecorder, byVectors: Tensor2D, byContext: Tensor2D, initial: LayerState): void {
    const batch = initial.h.shape[0];
    const newest = columns(byContext, (this.layer.context - 1) * this.inputs, this.inputs);
    const locals = stepsOf(newest, batch);
    stepsOf(byVectors, batch).forEach((total, i) =>
      recorder.record(i + 1, total, locals[i]!, subtract(total, locals[i]!)),
    );
    recorder.recordInitial(initial);
  }

  /** What a window after this one carries back to the last n - 1 inputs. */
  private withFinal(byRead: Tensor2D, { h }: LayerState): Tensor2D {
    const count = this.layer.context - 1;
    if (count === 0) return byRead;
    return add(byRead, padAbove(joinRows(stepsFrom(h, count)), byRead.shape[0]));
  }

  /** The n - 1 rows of each lane from a row on, beside each other. */
  private stateOf(read: Tensor2D, from: number, batch: number): Tensor2D {
    const count = this.layer.context - 1;
    if (count === 0) return zeros([batch, 0]);
    return joinColumns(stepsOf(rows(read, from, count * batch), batch));
  }

  /** What each time step sees, [time * batch, n * inputs], the oldest first. */
  private contextOf(read: Tensor2D, batch: number): Tensor2D {
    const { context } = this.layer;
    const height = read.shape[0] - (context - 1) * batch;
    return joinColumns(Array.from({ length: context }, (_, back) => rows(read, back * batch, height)));
  }

  /** The transpose of contextOf: what each input gets from all that saw it, [height, inputs]. */
  private spread(byContext: Tensor2D, height: number, batch: number): Tensor2D {
    const { inputs } = this;
    const width = this.layer.context * inputs;
    return compute<Tensor2D>([byContext], [height, inputs], ([from], to) => {
      to.fill(0);
      for (let at = 0; at < from!.length; at++) {
        const [row, column] = [Math.floor(at / width), at % width];
        const back = Math.floor(column / inputs);
        to[(row + back * batch) * inputs + (column - back * inputs)]! += from![at]!;
      }
    });
  }
}

/** [batch, count * inputs] as matrices of [batch, inputs]. */
function stepsFrom(state: Tensor2D, count: number): Tensor2D[] {
  const width = state.shape[1] / count;
  return Array.from({ length: count }, (_, i) => columns(state, i * width, width));
}
