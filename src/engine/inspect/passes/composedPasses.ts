import { tensor2d } from '@tensorflow/tfjs-core';
import { viewOf } from '../../backend/compute';
import type { LayerState } from '../../cells/layerState';
import { disposeModelPass, type ModelPass } from '../../model/modelPass';
import type { ComposedModel } from '../../model/composedModel';
import { crossEntropy } from '../../model/crossEntropy';
import { rowsOf, type LayerTrace } from '../../layers/layerTrace';
import { disposeStates, type Keeps } from '../../layers/window';
import type { StateLayout } from './stateLayout';
import type { GradientPass, LayerGradients, TracePass } from './tracePass';

/** Lanes that are read by tensor operations. */
abstract class ComposedLanes {
  protected abstract readonly keeps: Keeps;
  protected pass: ModelPass | undefined;
  protected time = 0;
  private states: LayerState[] = [];

  constructor(
    protected readonly model: ComposedModel,
    protected readonly layout: StateLayout,
    readonly lanes: number,
    readonly window: number,
  ) {
    this.begin([]);
  }

  begin(states: readonly (Float32Array | undefined)[]): void {
    this.go(
      this.layout.places.map(({ h, c, width, units }) => {
        const all = (from: number, count: number) => {
          const rows = new Float32Array(this.lanes * count);
          states.forEach((state, lane) => state && rows.set(state.subarray(from, from + count), lane * count));
          return tensor2d(rows, [this.lanes, count]);
        };
        return c === undefined ? { h: all(h, width) } : { h: all(h, width), c: all(c, units) };
      }),
    );
  }

  forward(symbols: Int32Array): void {
    this.time = symbols.length / this.lanes;
    if (!Number.isInteger(this.time) || this.time > this.window)
      throw new RangeError(`${symbols.length} symbols do not fit`);
    this.forget();
    this.pass = this.model.forward(symbols, this.states, this.keeps);
  }

  carry(): void {
    this.go(this.model.stateAfter(this.pass!, this.time));
  }

  dispose(): void {
    this.forget();
    this.go([]);
  }

  private go(states: LayerState[]): void {
    disposeStates(this.states);
    this.states = states;
  }

  protected forget(): void {
    if (this.pass) disposeModelPass(this.pass);
    this.pass = undefined;
  }
}

/** Reads by tensor operations. */
export class ComposedTracePass extends ComposedLanes implements TracePass {
  protected readonly keeps = 'traces';
  private traced: LayerTrace[] | undefined;

  logits(): Float32Array {
    return viewOf(this.pass!.head.logits).slice();
  }

  losses(targets: Int32Array): Float64Array {
    const { losses, gradient } = crossEntropy(this.pass!.head.logits, targets);
    gradient.dispose();
    return losses;
  }

  trace(layer: number): LayerTrace {
    return (this.traced ??= this.model.tracesOf(this.pass!))[layer]!;
  }

  statesAfter(): Float32Array[] {
    const after = this.model.stateAfter(this.pass!, this.time);
    const flat = Array.from({ length: this.lanes }, () => new Float32Array(this.layout.size));
    this.layout.places.forEach(({ h, c, width, units }, k) => {
      const [ofH, ofC] = [viewOf(after[k]!.h).slice(), after[k]!.c && viewOf(after[k]!.c!).slice()];
      flat.forEach((state, lane) => {
        state.set(ofH.subarray(lane * width, (lane + 1) * width), h);
        if (c !== undefined) state.set(ofC!.subarray(lane * units, (lane + 1) * units), c);
      });
    });
    disposeStates(after);
    return flat;
  }

  protected override forget(): void {
    super.forget();
    this.traced = undefined;
  }
}

/** Carries losses back by tensor operations. */
export class ComposedGradientPass extends ComposedLanes implements GradientPass {
  protected readonly keeps = 'gradients';
  private found: LayerGradients[] = [];
  /** What the window that comes after carries back to the end of the next one. */
  private carried: LayerState[] = [];

  backward(symbols: Int32Array, targets: Int32Array, from: number, isChained = false): void {
    this.forward(symbols);
    const entropy = crossEntropy(this.pass!.head.logits, targets, from * this.lanes);
    const final = isChained ? this.carried : undefined;
    const { states, initial } = this.model.stateGradients(this.pass!, entropy.gradient, final);
    entropy.gradient.dispose();
    disposeStates(this.carried);
    this.carried = initial;
    this.found = states.map(({ h, c }) => (c ? { h: rowsOf(h, 0), c: rowsOf(c, 0) } : { h: rowsOf(h, 0) }));
    disposeStates(states);
  }

  gradients(layer: number): LayerGradients {
    return this.found[layer]!;
  }

  override dispose(): void {
    super.dispose();
    disposeStates(this.carried);
    this.carried = [];
  }
}
