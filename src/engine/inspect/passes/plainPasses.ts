import type { Rows } from '../../kernels/rows';
import type { LayerTrace } from '../../layers/layerTrace';
import { flatten, unflatten } from '../plain/flatState';
import { hiddenOf, type PlainState, type PlainStep } from '../plain/plainCell';
import type { PlainNetwork } from '../plain/plainNetwork';
import { logSumExp } from '../reading/softmax';
import type { StateLayout } from './stateLayout';
import type { GradientPass, LayerGradients, TracePass } from './tracePass';

/** Lanes that are read in plain numbers, one after the other. */
class PlainLanes {
  /** [time][lane][layer] */
  steps: PlainStep[][][] = [];
  private states: PlainState[][];

  constructor(
    protected readonly network: PlainNetwork,
    protected readonly layout: StateLayout,
    readonly lanes: number,
    readonly window: number,
  ) {
    this.states = Array.from({ length: lanes }, () => network.zeroState());
  }

  begin(states: readonly (Float32Array | undefined)[]): void {
    this.states = Array.from({ length: this.lanes }, (_, lane) => unflatten(this.layout, states[lane]));
  }

  forward(symbols: Int32Array): void {
    const time = symbols.length / this.lanes;
    if (!Number.isInteger(time) || time > this.window) throw new RangeError(`${symbols.length} symbols do not fit`);
    this.steps = [];
    let states = this.states;
    for (let t = 0; t < time; t++) {
      const row = states.map((before, lane) => this.network.step(symbols[t * this.lanes + lane]!, before));
      this.steps.push(row);
      states = row.map((layers) => layers.map(({ state }) => state));
    }
  }

  carry(): void {
    this.states = this.steps.at(-1)!.map((layers) => layers.map(({ state }) => state));
  }

  dispose(): void {
    this.steps = [];
  }
}

/** Reads in plain numbers. */
export class PlainTracePass extends PlainLanes implements TracePass {
  logits(): Float32Array {
    const rows = this.steps.flatMap((row) => row.map((layers) => this.network.predict(layers)));
    const all = new Float32Array(rows.length * this.network.vocabulary);
    rows.forEach((row, i) => all.set(row, i * row.length));
    return all;
  }

  losses(targets: Int32Array): Float64Array {
    const rows = this.steps.flatMap((row) => row.map((layers) => this.network.predict(layers)));
    return Float64Array.from(rows, (logits, i) => logSumExp(logits) - logits[targets[i]!]!);
  }

  trace(layer: number): LayerTrace {
    const steps = this.steps.flatMap((row) => row.map((layers) => layers[layer]!));
    const names = Object.keys(steps[0]!.gates);
    return {
      h: rowsOf(steps.map(hiddenOf)),
      ...(steps[0]!.hidden ? { state: rowsOf(steps.map(({ state }) => state.h)) } : {}),
      c: steps[0]!.state.c && rowsOf(steps.map(({ state }) => state.c!)),
      gates: new Map(names.map((name) => [name, rowsOf(steps.map(({ gates }) => gates[name]!))])),
    };
  }

  statesAfter(): Float32Array[] {
    return this.steps.at(-1)!.map((layers) =>
      flatten(
        this.layout,
        layers.map(({ state }) => state),
      ),
    );
  }
}

/** Carries losses back in plain numbers. */
export class PlainGradientPass extends PlainLanes implements GradientPass {
  /** [time][lane][layer] */
  private totals: PlainState[][][] = [];
  /** What the first time step of each lane carries to what comes before it. */
  private carried: PlainState[][] = [];

  backward(symbols: Int32Array, targets: Int32Array, from: number, isChained = false): void {
    this.forward(symbols);
    this.totals = this.steps.map(() => []);
    for (let lane = 0; lane < this.lanes; lane++) {
      let carried = isChained ? this.carried[lane] : undefined;
      for (let t = this.steps.length - 1; t >= 0; t--) {
        const steps = this.steps[t]![lane]!;
        const byLogits = t < from ? undefined : this.slopes(steps, targets[t * this.lanes + lane]!);
        const gradient = this.network.stepBack(steps, byLogits, carried);
        this.totals[t]![lane] = gradient.total;
        carried = gradient.carried;
      }
      this.carried[lane] = carried!;
    }
  }

  gradients(layer: number): LayerGradients {
    const rows = this.totals.flatMap((row) => row.map((layers) => layers[layer]!));
    return { h: rowsOf(rows.map(({ h }) => h)), c: rows[0]!.c && rowsOf(rows.map(({ c }) => c!)) };
  }

  /** dL/dlogits: softmax - onehot. */
  private slopes(steps: PlainStep[], target: number): Float64Array {
    const logits = this.network.predict(steps);
    const sum = logSumExp(logits);
    return logits.map((logit, i) => Math.exp(logit - sum) - (i === target ? 1 : 0));
  }
}

function rowsOf(vectors: Float64Array[]): Rows {
  const columns = vectors[0]!.length;
  const data = new Float32Array(vectors.length * columns);
  vectors.forEach((vector, row) => data.set(vector, row * columns));
  return { data, offset: 0, stride: columns, rows: vectors.length, columns };
}
