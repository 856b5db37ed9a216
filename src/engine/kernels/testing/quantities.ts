import { maskOf } from '../dropout';
import type { Kernels } from '../kernels';
import { KernelNetwork } from '../network';
import type { KernelPass } from '../pass';
import type { KernelNorms } from '../passTypes';
import { readRows, type Rows } from '../rows';
import { hasCellState, type NetworkShape } from '../shape';
import { ReferenceNetwork, sizesOf, type LaneTrace } from './referenceNetwork';
import type { WindowCase } from './windowCase';

/** All that a learning step gives, by name, without gaps. */
export type Quantities = Map<string, ArrayLike<number>>;

/** A network with the values of a case, ready to be used. */
export function networkOf(kernels: Kernels, { shape, values }: WindowCase, slots = 0): KernelNetwork {
  const network = new KernelNetwork(kernels, shape, slots);
  network.values.set(values);
  network.changed();
  return network;
}

/** Puts the input of a case into a pass. */
export function fill(pass: KernelPass, { input, dropout }: WindowCase): void {
  dropout?.forEach(({ rate, key }, layer) => pass.drop(layer, rate, key));
  if (input.symbols) pass.read(input.symbols);
  if (input.features) pass.readFeatures(input.features);
  if (input.targets) pass.aim(input.targets);
  input.initial?.forEach(({ h, c }, layer) => pass.setState(layer, h, c));
}

/**
 * What the second window of a pass gives, so that nothing of the first may be left in it.
 * @param room time steps that the pass can hold beyond those of the case
 */
export function kernelQuantities(kernels: Kernels, of: WindowCase, room = 0): Quantities {
  const network = networkOf(kernels, of);
  const { batch, time } = of.input;
  const keep = { gates: true, gradients: true, reach: true, stateGradients: true, dropout: of.dropout !== undefined };
  const pass = network.pass(batch, time + room, keep);
  fill(pass, of);
  pass.forward(time);
  if (of.shape.outputs) pass.learn(time, 0, { norms: true });
  else carryBack(pass, of);
  pass.forward(time);
  const quantities: Quantities = new Map();
  readForward(quantities, pass, of);
  if (of.shape.outputs) learn(quantities, pass, of);
  else carryBack(pass, of);
  readBackward(quantities, pass, of);
  readWeights(quantities, of.shape, network.gradient);
  network.dispose();
  return quantities;
}

function readForward(into: Quantities, pass: KernelPass, { shape, input: { batch, time } }: WindowCase): void {
  const states = (rows: Rows) => readRows(rows, 0, (time + 1) * batch);
  if (shape.outputs) into.set('logits', pass.logits(0, time));
  shape.layers.forEach((_, k) => {
    into.set(`hidden ${k}`, states(pass.hidden(k)));
    const cell = pass.cell(k);
    if (cell) into.set(`cell ${k}`, states(cell));
    for (const [name, rows] of pass.gates(k)) into.set(`gate ${name} ${k}`, readRows(rows, 0, time * batch));
  });
}

function learn(into: Quantities, pass: KernelPass, { from, input: { time } }: WindowCase): void {
  into.set('loss', [pass.loss(time, from)]);
  into.set('losses', pass.losses(time).slice());
  into.set('learned loss', [pass.learn(time, from, { norms: true, reach: true, stateGradients: true })]);
}

function carryBack(pass: KernelPass, { input: { time, outputGradient } }: WindowCase): void {
  pass.setOutputGradient(outputGradient!);
  pass.backward(time, { norms: true, lastOnly: true });
  pass.setOutputGradient(outputGradient!);
  pass.backward(time, { norms: true, stateGradients: true, weights: true });
}

function readBackward(into: Quantities, pass: KernelPass, { shape, input }: WindowCase): void {
  const { batch, time } = input;
  const setNorms = (name: string, norms: KernelNorms) => {
    for (const [part, curve] of Object.entries(norms)) into.set(`${name} ${part}`, (curve as Float64Array).slice());
  };
  shape.layers.forEach(({ cell }, k) => {
    setNorms(`norm ${k}`, pass.norms(k, time));
    setNorms(`reach ${k}`, pass.reachNorms(k, time));
    into.set(`dL/dh ${k}`, readRows(pass.hiddenGradients(k), 0, (time + 1) * batch));
    if (hasCellState(cell)) into.set(`dL/dc ${k}`, readRows(pass.cellGradients(k), 0, (time + 1) * batch));
    const { h, c } = pass.initialGradient(k);
    into.set(`dL/dh0 ${k}`, h);
    if (c) into.set(`dL/dc0 ${k}`, c);
  });
  if (input.features) into.set('dL/dx', pass.featureGradient(time));
}

/** The gradient by the embedding, by each layer and by the head, so that a small one is not lost beside a large one. */
function readWeights(into: Quantities, shape: NetworkShape, gradient: ArrayLike<number>): void {
  const sizes = sizesOf(shape);
  const all = Float64Array.from(gradient);
  let at = 0;
  const take = (name: string, parts: number[]) =>
    into.set(`dL/d${name}`, all.slice(at, (at += parts.reduce((sum, size) => sum + size, 0))));
  take('embedding', [sizes.embedding]);
  sizes.layers.forEach((own, k) => {
    take(`weights ${k}`, own.slice(0, 4));
    if (own.length > 4) take(`peepholes ${k}`, own.slice(4));
  });
  take('head', sizes.head);
  into.set('size', [gradient.length]);
}

/** The masks of each layer but the last. */
const masksOf = ({ dropout, shape, input: { batch, time } }: WindowCase): Float32Array[] | undefined =>
  dropout?.map(({ rate, key }, k) => maskOf(rate, key, batch * time, shape.layers[k]!.units));

export function referenceQuantities(of: WindowCase): Quantities {
  const { shape, input, from } = of;
  const { batch, time } = input;
  const reference = new ReferenceNetwork(shape, of.values, { ...input, masks: masksOf(of) });
  const { tape, lanes } = reference;
  const value = (x: number) => tape.values[x]!;
  const quantities: Quantities = new Map();
  const loss = reference.lossFrom(from);
  if (shape.outputs) {
    quantities.set('logits', reference.logits.flat().map(value));
    quantities.set('losses', reference.losses.map(value));
    quantities.set('loss', [value(loss)]).set('learned loss', [value(loss)]);
  }
  const [gradient, ofLast] = [tape.gradient(loss), tape.gradient(reference.lossFrom(time - 1))];
  shape.layers.forEach(({ cell }, k) => {
    const traces = lanes.map((lane) => lane[k]!);
    const states = (part: 'h' | 'c', times: number, of: (x: number) => number) =>
      timeMajor(batch, times, (lane, t) => traces[lane]!.states[t]![part]!).map(of);
    const slope = (x: number) => gradient[x]!;
    for (const part of hasCellState(cell) ? (['h', 'c'] as const) : (['h'] as const)) {
      quantities.set(`${part === 'h' ? 'hidden' : 'cell'} ${k}`, states(part, time + 1, value));
      quantities.set(`dL/d${part} ${k}`, states(part, time + 1, slope));
      quantities.set(`dL/d${part}0 ${k}`, states(part, 1, slope));
    }
    for (const name of traces[0]!.gates[0]!.keys()) {
      const gate = timeMajor(batch, time, (lane, t) => traces[lane]!.gates[t]!.get(name)!);
      quantities.set(`gate ${name} ${k}`, gate.map(value));
    }
    setNorms(quantities, `norm ${k}`, traces, gradient);
    setNorms(quantities, `reach ${k}`, traces, ofLast);
  });
  if (input.features)
    quantities.set(
      'dL/dx',
      reference.inputs.flat().map((x) => gradient[x]!),
    );
  readWeights(
    quantities,
    shape,
    reference.values.map((x) => gradient[x]!),
  );
  return quantities;
}

function timeMajor(batch: number, times: number, of: (lane: number, t: number) => number[]): number[] {
  return Array.from({ length: times * batch }, (_, row) => of(row % batch, Math.floor(row / batch))).flat();
}

/** L2 over units, root mean square over lanes. */
function setNorms(into: Quantities, name: string, traces: LaneTrace[], gradient: Float64Array): void {
  const curve = (of: (trace: LaneTrace, t: number) => number[]) =>
    traces[0]!.states.map((_, t) => {
      const squares = traces.flatMap((trace) => of(trace, t).map((x) => gradient[x]! ** 2));
      return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / traces.length);
    });
  into.set(
    `${name} total`,
    curve(({ states }, t) => states[t]!.h),
  );
  into.set(
    `${name} carried`,
    curve(({ carried }, t) => carried[t]!),
  );
  into.set(
    `${name} local`,
    curve(({ local }, t) => local[t]!),
  );
  if (traces[0]!.states[0]!.c)
    into.set(
      `${name} cell`,
      curve(({ states }, t) => states[t]!.c!),
    );
}
