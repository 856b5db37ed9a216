import { viewOf } from '../backend/compute';
import type { LayerState } from '../cells/layerState';
import { disposeModelPass, type ModelPass } from './modelPass';
import { toArrays, toTensors } from './stateArrays';
import { crossEntropy } from './crossEntropy';
import type { ReaderOptions, TextReader } from './languageModel';
import type { LayerTrace } from '../layers/layerTrace';
import type { SavedState } from '../weights/savedState';
import { disposeStates, type Keeps } from '../layers/window';

/** What a reader needs of its model. */
interface ReadModel {
  readonly vocabulary: number;
  zeroState(batch: number): LayerState[];
  forward(symbols: Int32Array, initial: LayerState[], keeps: Keeps): ModelPass;
  tracesOf(pass: ModelPass): LayerTrace[];
  stateAfter(pass: ModelPass, time: number): LayerState[];
}

/** Reads texts by tensor operations. */
export class ComposedReader implements TextReader {
  readonly lanes: number;
  readonly window: number;
  private readonly keepsGates: boolean;
  private carried: LayerState[];
  private traces: LayerTrace[] = [];

  constructor(
    private readonly model: ReadModel,
    { lanes, window, keepsGates = false }: ReaderOptions,
  ) {
    this.lanes = lanes;
    this.window = window;
    this.keepsGates = keepsGates;
    this.carried = model.zeroState(lanes);
  }

  get state(): SavedState[] {
    return this.carried.map(toArrays);
  }

  set state(state: SavedState[]) {
    this.replace(state.map(toTensors));
  }

  reset(): void {
    this.replace(this.model.zeroState(this.lanes));
  }

  predict(symbols: Int32Array, times = 1): Float32Array {
    return this.read(symbols, ({ head: { logits } }) =>
      viewOf(logits).slice(-times * this.lanes * this.model.vocabulary),
    );
  }

  measure(symbols: Int32Array, targets: Int32Array): Float64Array {
    return this.read(symbols, ({ head: { logits } }) => {
      const { losses, gradient } = crossEntropy(logits, targets);
      gradient.dispose();
      return losses;
    });
  }

  trace(layer: number): LayerTrace {
    const trace = this.traces[layer];
    if (!trace) throw new RangeError(`nothing is kept of layer ${layer}`);
    return trace;
  }

  dispose(): void {
    this.replace([]);
  }

  private read<T>(symbols: Int32Array, result: (pass: ModelPass) => T): T {
    const { model, lanes } = this;
    const time = symbols.length / lanes;
    if (!Number.isInteger(time) || time > this.window) throw new RangeError(`${symbols.length} symbols do not fit`);
    const pass = model.forward(symbols, this.carried, this.keepsGates ? 'traces' : 'states');
    if (this.keepsGates) this.traces = model.tracesOf(pass);
    this.replace(model.stateAfter(pass, time));
    const found = result(pass);
    disposeModelPass(pass);
    return found;
  }

  private replace(state: LayerState[]): void {
    disposeStates(this.carried);
    this.carried = state;
  }
}
