import { keep, tensor, tensor2d, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import { UserError } from '../../../protocol/userError';
import type { LayerState, LayerWeights } from '../../cells/layerState';
import { freeCellOf } from '../../cells/free/freeCellOf';
import type { FreeCell } from '../../cells/free/freeCell';
import type { OwnLayer } from '../../cells/free/freeLayer';
import { throwsAt } from '../../cells/own/problems';
import type { Parameter } from '../../weights/parameters';
import type { PlainState, PlainStep, Play, Reading, Stepper } from './plainCell';

/** What one time step gives, in plain numbers. */
type Found = Pick<PlainStep, 'state' | 'gates'>;

/**
 * A cell of the person's own between plain numbers: its step runs by tensors, for which TensorFlow.js must run, in a
 * batch of one. Of what it computes only the states can be changed, after the step: what the file only returns is read by
 * nothing.
 */
export class OwnStepper implements Stepper {
  private weights: LayerWeights | undefined;
  private cell: FreeCell | undefined;

  /** @param inputs numbers that it reads @param values of its parameters */
  constructor(
    private readonly layer: OwnLayer,
    private readonly inputs: number,
    private readonly values: ReadonlyMap<Parameter, Float32Array>,
  ) {}

  /** @throws UserError where the file is wrong, or fails at this time step */
  forward(x: Float64Array, before: PlainState, { time }: Reading, play?: Play): PlainStep {
    const { state, gates } = this.run(x, before, time);
    if (state.c) play?.('c', state.c);
    play?.('h', state.h);
    return { x, before, state, gates, sums: {} };
  }

  dispose(): void {
    for (const each of Object.values(this.weights ?? {})) each.dispose();
    this.weights = undefined;
  }

  private run(x: Float64Array, before: PlainState, time: number): Found {
    let found: Found | undefined;
    try {
      tidy(() => void (found = this.step(row(x), stateOf(before), time))); // tidy looks through all that it is given back
    } catch (error) {
      throw error instanceof UserError ? error : throwsAt(this.layer.file, time, error);
    }
    return found!;
  }

  private step(x: Tensor2D, before: LayerState, time: number): Found {
    this.cell ??= freeCellOf(this.layer, { inputs: this.inputs, outputs: 0, head: [] });
    const bound = this.cell.bind((this.weights ??= this.tensors()));
    const read = bound.read(x, undefined);
    const { state, quantities } = bound.step(read.sums, before, time);
    const gates = Object.entries({ ...read.quantities, ...quantities }).map(([name, of]) => [name, numbersOf(of)]);
    return {
      state: { h: numbersOf(state.h), ...(state.c ? { c: numbersOf(state.c) } : {}) },
      gates: Object.fromEntries(gates) as Found['gates'],
    };
  }

  private tensors(): LayerWeights {
    const all = [...this.values].map(([{ layer, shape }, numbers]) => [
      layer!.stem,
      keep(tensor(numbers.slice(), shape)),
    ]);
    return Object.fromEntries(all) as LayerWeights;
  }
}

const row = (numbers: Float64Array): Tensor2D => tensor2d(Float32Array.from(numbers), [1, numbers.length]);

const stateOf = ({ h, c }: PlainState): LayerState => (c ? { h: row(h), c: row(c) } : { h: row(h) });

const numbersOf = (of: Tensor2D): Float64Array => Float64Array.from(of.dataSync());
