import type { KernelPass } from '../../kernels/pass';
import type { Rows } from '../../kernels/rows';
import type { LayerTrace } from '../../layers/layerTrace';
import type { BlocksPass } from './blocksPass';
import type { StateLayout } from './stateLayout';
import type { GradientPass, LayerGradients, TracePass } from './tracePass';

/** Reads by the kernels. */
export class KernelTracePass implements TracePass {
  protected time = 0;

  constructor(
    protected readonly pass: KernelPass,
    protected readonly states: StateLayout,
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

  forward(symbols: Int32Array, predicts = true): void {
    this.time = symbols.length / this.lanes;
    this.pass.read(symbols);
    this.pass.forward(this.time, predicts ? this.time : 0);
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

/** Reads blocks side by side and carries their losses back by the kernels. */
export class KernelBlocksPass extends KernelTracePass implements BlocksPass {
  backward(targets: Int32Array): void {
    this.pass.aim(targets);
    this.pass.loss(this.time, 0, true);
    this.pass.backward(this.time, { norms: true, stateGradients: true, nextLane: true });
  }

  override losses(): Float64Array {
    return this.pass.losses(this.time);
  }

  squaredNorms(layer: number): { h: Float64Array; c?: Float64Array } {
    return this.pass.squaredNorms(layer, this.time);
  }

  gradients(layer: number): LayerGradients {
    return gradientsOf(this.pass, this.states, layer, this.time);
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
    return gradientsOf(this.pass, this.states, layer, this.time);
  }

  dispose(): void {
    this.pass.dispose();
  }
}

/** dL/dh and dL/dc after 1..time time steps. */
function gradientsOf(pass: KernelPass, states: StateLayout, layer: number, time: number): LayerGradients {
  const count = time * pass.batch;
  const h = between(pass.hiddenGradients(layer), pass.batch, count);
  const hasCellState = states.places[layer]!.c !== undefined;
  return hasCellState ? { h, c: between(pass.cellGradients(layer), pass.batch, count) } : { h };
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
