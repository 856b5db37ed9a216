import type { Experiment } from '../../protocol/experiment';
import type { KernelNetwork } from '../kernels/network';
import type { KernelPass } from '../kernels/pass';
import type { Rows } from '../kernels/rows';
import { loadState, saveState } from './kernelState';
import type { ReaderOptions, TextReader } from './languageModel';
import type { LayerTrace } from '../layers/layerTrace';
import type { SavedState } from '../weights/savedState';

/** What a reader needs of its model. */
interface ReadModel {
  readonly model: Experiment['model'];
  readonly network: KernelNetwork;
}

/** Reads texts by the kernels. Nothing is made for a call but what it returns. */
export class KernelReader implements TextReader {
  readonly lanes: number;
  readonly window: number;
  private readonly pass: KernelPass;
  private timeRead = 0;

  constructor(
    private readonly model: ReadModel,
    { lanes, window, keepsGates = false }: ReaderOptions,
  ) {
    this.lanes = lanes;
    this.window = window;
    this.pass = model.network.pass(lanes, window, { gates: keepsGates });
  }

  get state(): SavedState[] {
    return saveState(this.pass, this.model.model.layers);
  }

  set state(state: SavedState[]) {
    loadState(this.pass, state);
  }

  reset(): void {
    this.pass.reset();
  }

  predict(symbols: Int32Array, times = 1): Float32Array {
    const time = this.read(symbols, times);
    return this.pass.logits(time - times, time);
  }

  measure(symbols: Int32Array, targets: Int32Array): Float64Array {
    this.pass.aim(targets);
    const time = this.read(symbols, symbols.length / this.lanes);
    this.pass.loss(time);
    return this.pass.losses(time);
  }

  trace(layer: number): LayerTrace {
    const { pass, lanes } = this;
    const count = this.timeRead * lanes;
    const c = pass.cell(layer);
    const gates = [...pass.gates(layer)].filter(([name]) => name !== 'candidateOfState');
    return {
      h: between(pass.hidden(layer), lanes, count),
      c: c && between(c, lanes, count),
      gates: new Map(gates.map(([name, rows]) => [name, between(rows, 0, count)])),
    };
  }

  dispose(): void {
    this.pass.dispose();
  }

  /** @returns the number of time steps */
  private read(symbols: Int32Array, timesOfLogits: number): number {
    const time = symbols.length / this.lanes;
    this.pass.read(symbols);
    this.pass.forward(time, timesOfLogits);
    this.pass.carry(time);
    this.timeRead = time;
    return time;
  }
}

const between = ({ data, offset, stride, columns }: Rows, first: number, rows: number): Rows => ({
  data,
  offset: offset + first * stride,
  stride,
  rows,
  columns,
});
