import type { KernelPass } from '../kernels/pass';
import type { Rows } from '../kernels/rows';
import type { LayerTrace } from '../model/layerTrace';
import type { StateLayout } from './stateLayout';
import type { GradientPass, LayerGradients, TracePass } from './tracePass';

/** Reads by the kernels. */
export class KernelTracePass implements TracePass {
  private time = 0;

  constructor(
    private readonly pass: KernelPass,
    private readonly states: StateLayout,
  ) {}

  get lanes(): number {
    return this.pass.batch;
  }

  get window(): number {
    return this.pass.window;
  }

  begin(states: readonly (Float32Array | undefined)[]): void {
    setStates(this.pass, this.states, states);
  }

  forward(symbols: Int32Array): void {
    this.time = symbols.length / this.lanes;
    this.pass.read(symbols);
    this.pass.forward(this.time);
  }

  carry(): void {
    this.pass.carry(this.time);
  }

  logits(): Float32Array {
    return this.pass.logits(0, this.time);
  }

  losses(targets: Int32Array): Float64Array {
    this.pass.aim(targets);
    this.pass.loss(this.time);
    return this.pass.losses(this.time);
  }

  trace(layer: number): LayerTrace {
    const { pass, lanes } = this;
    const count = this.time * lanes;
    const c = pass.cell(layer);
    const gates = [...pass.gates(layer)].filter(([name]) => name !== 'candidateOfState');
    return {
      h: between(pass.hidden(layer), lanes, count),
      c: c && between(c, lanes, count),
      gates: new Map(gates.map(([name, rows]) => [name, between(rows, 0, count)])),
    };
  }

  statesAfter(): Float32Array[] {
    const { lanes, pass, states } = this;
    const flat = Array.from({ length: lanes }, () => new Float32Array(states.size));
    states.places.forEach(({ h, c, units }, k) => {
      const after = pass.stateAfter(k, this.time);
      flat.forEach((state, lane) => {
        const own = (all: Float32Array) => all.subarray(lane * units, (lane + 1) * units);
        state.set(own(after.h), h);
        if (c !== undefined) state.set(own(after.c!), c);
      });
    });
    return flat;
  }

  dispose(): void {
    this.pass.dispose();
  }
}

/** Carries losses back by the kernels. */
export class KernelGradientPass implements GradientPass {
  private time = 0;

  constructor(
    private readonly pass: KernelPass,
    private readonly states: StateLayout,
  ) {}

  get lanes(): number {
    return this.pass.batch;
  }

  get window(): number {
    return this.pass.window;
  }

  begin(states: readonly (Float32Array | undefined)[]): void {
    setStates(this.pass, this.states, states);
  }

  backward(symbols: Int32Array, targets: Int32Array, from: number, isChained = false): void {
    this.time = symbols.length / this.lanes;
    this.pass.read(symbols);
    this.pass.aim(targets);
    this.pass.learn(this.time, from, { stateGradients: true, weights: false, chained: isChained });
  }

  gradients(layer: number): LayerGradients {
    const { pass, lanes } = this;
    const count = this.time * lanes;
    const h = between(pass.hiddenGradients(layer), lanes, count);
    const hasCellState = this.states.places[layer]!.c !== undefined;
    return hasCellState ? { h, c: between(pass.cellGradients(layer), lanes, count) } : { h };
  }

  dispose(): void {
    this.pass.dispose();
  }
}

function setStates(pass: KernelPass, layout: StateLayout, states: readonly (Float32Array | undefined)[]): void {
  layout.places.forEach(({ h, c, units }, k) => {
    const all = (from: number) => {
      const rows = new Float32Array(pass.batch * units);
      states.forEach((state, lane) => state && rows.set(state.subarray(from, from + units), lane * units));
      return rows;
    };
    pass.setState(k, all(h), c === undefined ? undefined : all(c));
  });
}

const between = ({ data, offset, stride, columns }: Rows, first: number, rows: number): Rows => ({
  data,
  offset: offset + first * stride,
  stride,
  rows,
  columns,
});
