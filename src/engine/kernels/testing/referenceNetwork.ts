import { hasCellState, type KernelCell, type NetworkShape } from '../shape';
import { Tape } from './tape';

/** A vector of variables of a tape. */
type Vector = number[];

/** What a layer's state is, and how many vectors of `units` its weights have. */
const blocksOf = (cell: KernelCell): number => (hasCellState(cell) ? 4 : cell.startsWith('gru') ? 3 : 1);

interface LayerVariables {
  cell: KernelCell;
  units: number;
  /** Rows of each matrix. */
  weightIh: Vector[];
  weightHh: Vector[];
  biasIh: Vector;
  biasHh: Vector;
  /** Of the gates i, f, o: a row for each unit, of one number where peepholes are diagonal. */
  weightCh: Vector[];
}

/** Numbers of a row of peephole weights. */
const peepholeWidth = ({ cell, units }: { cell: KernelCell; units: number }): number =>
  cell.includes('full') ? units : cell.includes('diagonal') ? 1 : 0;

interface State {
  h: Vector;
  c?: Vector;
}

/** A layer's states of one lane after each number of time steps, and what reads them. */
export interface LaneTrace {
  states: State[];
  /** The state after t as its own next time step reads it, and as the head or the layer above does. */
  carried: Vector[];
  local: Vector[];
  gates: Map<string, Vector>[];
}

/** One window of a batch. Rows are time-major. */
export interface ReferenceInput {
  batch: number;
  time: number;
  symbols?: Int32Array;
  features?: Float32Array;
  targets?: Int32Array;
  /** What the loss of a network without head is: the sum of hidden states times these, [time * batch, units]. */
  outputGradient?: Float32Array;
  /** Layer by layer, [batch, units]. */
  initial?: { h: Float32Array; c?: Float32Array }[];
  /** Of each layer but the last: what its outputs are multiplied by, [time * batch, units]. */
  masks?: Float32Array[];
}

/** Numbers of the arrays of a network, in the order in which they stand among its values. */
export interface Sizes {
  embedding: number;
  layers: number[][];
  head: number[];
}

export function sizesOf({ input, layers, outputs = 0 }: NetworkShape): Sizes {
  const [vocabulary, features] = 'vocabulary' in input ? [input.vocabulary, input.embedding ?? 0] : [0, input.features];
  let width = features || vocabulary;
  const ofLayers = layers.map((layer) => {
    const gates = blocksOf(layer.cell) * layer.units;
    const peepholes = 3 * layer.units * peepholeWidth(layer);
    const sizes = [gates * width, gates * layer.units, gates, gates, ...(peepholes > 0 ? [peepholes] : [])];
    width = layer.units;
    return sizes;
  });
  return { embedding: vocabulary * features, layers: ofLayers, head: [outputs * width, outputs] };
}

/**
 * A recurrent network in float64, number by number as PyTorch's documentation writes the cells; its derivatives are
 * those of the tape. It shares no formula of a backward pass with the kernels.
 */
export class ReferenceNetwork {
  readonly tape = new Tape();
  readonly values: Vector;
  readonly inputs: Vector[];
  readonly lanes: LaneTrace[][];
  readonly logits: Vector[] = [];
  /** By time step and lane. */
  readonly losses: Vector = [];
  private readonly layers: LayerVariables[] = [];
  private readonly embedding: Vector[];

  constructor(
    private readonly shape: NetworkShape,
    values: Float32Array,
    private readonly window: ReferenceInput,
  ) {
    this.values = this.tape.leaves(values);
    let at = 0;
    const matrix = (rows: number, columns: number): Vector[] =>
      Array.from({ length: rows }, () => this.values.slice(at, (at += columns)));
    const vector = (length: number): Vector => this.values.slice(at, (at += length));
    const { input } = shape;
    const [vocabulary, size] = 'vocabulary' in input ? [input.vocabulary, input.embedding ?? 0] : [0, input.features];
    this.embedding = size > 0 && vocabulary > 0 ? matrix(vocabulary, size) : [];
    let width = size || vocabulary;
    for (const { cell, units } of shape.layers) {
      const gates = blocksOf(cell) * units;
      const [weightIh, weightHh] = [matrix(gates, width), matrix(gates, units)];
      const [biasIh, biasHh] = [vector(gates), vector(gates)];
      const peeps = peepholeWidth({ cell, units });
      const weightCh = peeps > 0 ? matrix(3 * units, peeps) : [];
      this.layers.push({ cell, units, weightIh, weightHh, biasIh, biasHh, weightCh });
      width = units;
    }
    const [headWeight, headBias] = [matrix(shape.outputs ?? 0, width), vector(shape.outputs ?? 0)];
    this.inputs = this.readInputs();
    this.lanes = Array.from({ length: window.batch }, (_, lane) => this.runLane(lane));
    if (shape.outputs) this.predict(headWeight, headBias);
    else this.takeOutputs();
  }

  /** The sum of the losses from a time step on. */
  lossFrom(from: number): number {
    return this.tape.add(...this.losses.slice(from * this.window.batch));
  }

  private readInputs(): Vector[] {
    const { window, shape, tape } = this;
    if (window.features) {
      const width = window.features.length / (window.batch * window.time);
      const all = tape.leaves(window.features);
      return Array.from({ length: window.batch * window.time }, (_, i) => all.slice(i * width, (i + 1) * width));
    }
    const vocabulary = 'vocabulary' in shape.input ? shape.input.vocabulary : 0;
    return Array.from(window.symbols!.subarray(0, window.batch * window.time), (symbol) => {
      if (this.embedding.length > 0) return this.embedding[symbol]!;
      return tape.leaves(Array.from({ length: vocabulary }, (_, i) => (i === symbol ? 1 : 0)));
    });
  }

  private runLane(lane: number): LaneTrace[] {
    const { batch, time } = this.window;
    let below = Array.from({ length: time }, (_, t) => this.inputs[t * batch + lane]!);
    return this.layers.map((layer, k) => {
      const trace = this.runLayer(layer, below, this.initialState(layer, k, lane));
      below = trace.local.slice(1).map((h, t) => this.dropped(h, k, t * batch + lane));
      return trace;
    });
  }

  /** What the layer above reads of a row of layer k. */
  private dropped(h: Vector, k: number, row: number): Vector {
    const mask = this.window.masks?.[k]?.subarray(row * h.length, (row + 1) * h.length);
    if (!mask) return h;
    const factors = this.tape.leaves(mask);
    return h.map((value, j) => this.tape.multiply(value, factors[j]!));
  }

  private initialState({ cell, units }: LayerVariables, k: number, lane: number): State {
    const of = (all: Float32Array | undefined) =>
      this.tape.leaves(all ? all.subarray(lane * units, (lane + 1) * units) : new Float32Array(units));
    const initial = this.window.initial?.[k];
    return hasCellState(cell) ? { h: of(initial?.h), c: of(initial?.c) } : { h: of(initial?.h) };
  }

  private runLayer(layer: LayerVariables, inputs: Vector[], initial: State): LaneTrace {
    const copy = (vector: Vector) => vector.map((x) => this.tape.copy(x));
    const trace: LaneTrace = { states: [initial], carried: [copy(initial.h)], local: [copy(initial.h)], gates: [] };
    inputs.forEach((x, t) => {
      const { state, gates } = this.step(layer, x, { h: trace.carried[t]!, c: trace.states[t]!.c });
      trace.states.push(state);
      trace.gates.push(new Map(Object.entries(gates)));
      trace.carried.push(copy(state.h));
      trace.local.push(copy(state.h));
    });
    return trace;
  }

  private step(layer: LayerVariables, x: Vector, state: State): { state: State; gates: Record<string, Vector> } {
    if (hasCellState(layer.cell)) return this.lstm(layer, x, state);
    if (layer.cell.startsWith('gru')) return this.gru(layer, x, state);
    const name = layer.cell.replace('elman-', '');
    const sums = this.both(this.affine(layer.weightIh, x, layer.biasIh), this.recurrent(layer, state.h, 0));
    const phi = name as 'tanh' | 'relu' | 'sigmoid' | 'identity';
    const h = sums.map((a) => (phi === 'identity' ? a : this.tape[phi](a)));
    return { state: { h }, gates: {} };
  }

  /** @see torch.nn.LSTM; peepholes: Gers & Schmidhuber 2000, f and i of the old cell state, o of the new */
  private lstm(layer: LayerVariables, x: Vector, { h, c }: State): { state: State; gates: Record<string, Vector> } {
    const { tape } = this;
    const sums = (gate: number) => this.both(this.ofInput(layer, x, gate), this.recurrent(layer, h, gate));
    const gate = (block: number, peep: number, seen: Vector) =>
      this.both(sums(block), this.peek(layer, seen, peep)).map((a) => tape.sigmoid(a));
    const [i, f] = [gate(0, 0, c!), gate(1, 1, c!)];
    const g = sums(2).map((a) => (layer.cell.endsWith('sigmoid') ? tape.sigmoid(a) : tape.tanh(a)));
    const next = c!.map((old, j) => tape.add(tape.multiply(f[j]!, old), tape.multiply(i[j]!, g[j]!)));
    const o = gate(3, 2, next);
    const output = next.map((value, j) => tape.multiply(o[j]!, tape.tanh(value)));
    return { state: { h: output, c: next }, gates: { input: i, forget: f, candidate: g, output: o } };
  }

  /** @see torch.nn.GRU; reset before: Cho et al. 2014 */
  private gru(layer: LayerVariables, x: Vector, { h }: State): { state: State; gates: Record<string, Vector> } {
    const { tape } = this;
    const gate = (block: number) =>
      this.both(this.ofInput(layer, x, block), this.recurrent(layer, h, block)).map((a) => tape.sigmoid(a));
    const [r, z] = [gate(0), gate(1)];
    const isAfter = layer.cell.startsWith('gru-after');
    const reset = (vector: Vector) => vector.map((value, j) => tape.multiply(r[j]!, value));
    const ofState = this.recurrent(layer, isAfter ? h : reset(h), 2);
    const n = this.both(this.ofInput(layer, x, 2), isAfter ? reset(ofState) : ofState).map((a) => tape.tanh(a));
    const [kept, fresh] = layer.cell.endsWith('keep') ? [h, n] : [n, h];
    const next = z.map((share, j) =>
      tape.add(tape.multiply(share, kept[j]!), tape.subtract(fresh[j]!, tape.multiply(share, fresh[j]!))),
    );
    const gates = { reset: r, update: z, candidate: n };
    return { state: { h: next }, gates: isAfter ? { ...gates, candidateOfState: ofState } : gates };
  }

  private ofInput({ weightIh, biasIh, units }: LayerVariables, x: Vector, block: number): Vector {
    const [from, to] = [block * units, (block + 1) * units];
    return this.affine(weightIh.slice(from, to), x, biasIh.slice(from, to));
  }

  private recurrent({ weightHh, biasHh, units }: LayerVariables, h: Vector, block: number): Vector {
    const [from, to] = [block * units, (block + 1) * units];
    return this.affine(weightHh.slice(from, to), h, biasHh.slice(from, to));
  }

  /** What a gate sees of the cell state. */
  private peek({ cell, units, weightCh }: LayerVariables, c: Vector, peep: number): Vector {
    if (weightCh.length === 0) return this.tape.leaves(new Float32Array(units));
    const rows = weightCh.slice(peep * units, (peep + 1) * units);
    return rows.map((row, j) => (cell.includes('full') ? this.tape.dot(row, c) : this.tape.multiply(row[0]!, c[j]!)));
  }

  private affine(rows: Vector[], x: Vector, bias: Vector): Vector {
    return rows.map((row, j) => this.tape.add(this.tape.dot(row, x), bias[j]!));
  }

  private both(a: Vector, b: Vector): Vector {
    return a.map((value, j) => this.tape.add(value, b[j]!));
  }

  /** What the head reads after time step t, by time step and lane. */
  private outputsOfLast(): Vector[] {
    const { batch, time } = this.window;
    return Array.from({ length: time * batch }, (_, row) => {
      return this.lanes[row % batch]!.at(-1)!.local[Math.floor(row / batch) + 1]!;
    });
  }

  private predict(weight: Vector[], bias: Vector): void {
    const { tape } = this;
    this.outputsOfLast().forEach((h, row) => {
      const logits = this.affine(weight, h, bias);
      this.logits.push(logits);
      if (!this.window.targets) return;
      const target = this.window.targets[row]!;
      if (target < 0) return void this.losses.push(tape.leaves(Float32Array.of(0))[0]!);
      const total = tape.log(tape.add(...logits.map((logit) => tape.exp(logit))));
      this.losses.push(tape.subtract(total, logits[target]!));
    });
  }

  private takeOutputs(): void {
    const { outputGradient } = this.window;
    if (!outputGradient) return;
    this.outputsOfLast().forEach((h, row) => {
      const weights = this.tape.leaves(outputGradient.subarray(row * h.length, (row + 1) * h.length));
      this.losses.push(this.tape.dot(h, weights));
    });
  }
}
