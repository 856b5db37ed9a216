import type { Layer } from '../../../protocol/experiment';
import { byDirection } from '../../cells/directions';
import { layerName } from '../../weights/parameters';
import { PlainModel, type PlainState, type PlainStep } from './plainModel';

/*
 * Layers that read a window in one direction or in both, in float64: every direction is a loop of its own over the steps
 * of plainModel.ts. Gradients are found by finite differences.
 */

/** Numbers of a shape, in double precision. */
export interface Numbers {
  shape: number[];
  data: Float64Array;
}

/** What such a window reads, and what its loss weighs: L = sum of outputs and final states, each times a given number. */
export interface TwoWayWindowNumbers {
  layers: Layer[];
  isTwoWay: boolean[];
  batch: number;
  /** By layer and stem, as twoWayParameters names them. */
  weights: Record<string, Numbers>[];
  /** [time * batch, features] */
  features: Numbers;
  /** Layer by layer, forward before backward; h and c, [batch, width]. */
  initial: { h: Numbers; c?: Numbers }[];
  /** dL/d(output), [time * batch, outputs]. */
  byOutput: Numbers;
  /** dL/d(final state), like `initial`; missing: the final states do not count. */
  byFinal?: { h: Numbers; c?: Numbers }[];
}

/** Changes a state as soon as it is there. @param way number of the direction, among those of all layers */
type Nudge = (way: number, t: number, lane: number, part: 'h' | 'c' | 'x', values: number[]) => void;

const difference = 1e-5;

/** What a window has to give, by name: its output, and all gradients by finite differences. */
export function twoWayReference(window: TwoWayWindowNumbers, own?: PlainStep): Map<string, number[]> {
  const { weights, features, initial, isTwoWay } = window;
  const found = new Map([['output', run(window, own).output.flat()]]);
  const loss = (nudge?: Nudge) => run(window, own, nudge).loss;
  const put = (name: string, { data }: Numbers) =>
    found.set(
      name,
      Array.from(data, (value, i) => {
        const at = (by: number) => ((data[i] = value + by), loss());
        const slope = (at(difference) - at(-difference)) / (2 * difference);
        data[i] = value;
        return slope;
      }),
    );
  put('input', features);
  initial.forEach(({ h, c }, way) => {
    put(`initial h ${way}`, h);
    if (c) put(`initial c ${way}`, c);
  });
  weights.forEach((layer, k) => Object.entries(layer).forEach(([stem, each]) => put(`${stem} ${k}`, each)));
  const layerOfWay = isTwoWay.flatMap((isTwo, k) => (isTwo ? [k, k] : [k]));
  layerOfWay.forEach((k, way) => byStates(window, k, way, loss, found));
  return found;
}

/** The gradients by the states of one direction after each of its time steps, and their norms. */
function byStates(
  { layers, features, initial, batch }: TwoWayWindowNumbers,
  k: number,
  way: number,
  loss: (nudge: Nudge) => number,
  found: Map<string, number[]>,
): void {
  const time = features.shape[0]! / batch;
  const parts =
    layers[k]!.cell === 'feed-forward' ? (['x'] as const) : initial[way]!.c ? (['h', 'c'] as const) : (['h'] as const);
  for (const part of parts) {
    const rows: number[] = [];
    const norms: number[] = [];
    for (let t = 0; t < time; t++) {
      const ofStep: number[] = [];
      for (let lane = 0; lane < batch; lane++) {
        const slopes: number[] = [];
        let width = 1;
        for (let unit = 0; unit < width; unit++) {
          const at = (by: number) =>
            loss((...[ofWay, ofTime, ofLane, of, values]) => {
              if (ofWay !== way || ofTime !== t || ofLane !== lane || of !== part) return;
              width = values.length;
              values[unit]! += by;
            });
          slopes.push((at(difference) - at(-difference)) / (2 * difference));
        }
        ofStep.push(...slopes);
      }
      rows.push(...ofStep);
      norms.push(Math.sqrt(ofStep.reduce((sum, slope) => sum + slope * slope, 0) / batch));
    }
    found.set(`states ${part === 'c' ? 'c' : 'h'} ${way}`, rows);
    found.set(`norms ${part === 'c' ? 'cell' : 'total'} ${way}`, norms);
  }
}

/** Forward: the rows of the last layer's outputs, and the loss. */
function run(window: TwoWayWindowNumbers, own?: PlainStep, nudge?: Nudge): { output: number[][]; loss: number } {
  const { layers, isTwoWay, weights, features, batch, byOutput, byFinal } = window;
  let rows = rowsOf(features);
  let way = 0;
  let loss = 0;
  layers.forEach((layer, k) => {
    const { forward, backward } = isTwoWay[k] ? byDirection(weights[k]!) : { forward: weights[k]!, backward: {} };
    const outputs = [forward, ...(isTwoWay[k] ? [backward] : [])].map((each, direction) => {
      const steps = new PlainModel({ input: 'one-hot', layers: [layer] }, 1, named(each), own);
      const isOwn = layer.cell === 'own';
      const { output, final } = read(steps, direction === 1 ? reversed(rows, batch) : rows, window, way, isOwn, nudge);
      if (byFinal) loss += weighed(layer, final, byFinal[way]!);
      way++;
      return direction === 1 ? reversed(output, batch) : output;
    });
    rows = outputs[0]!.map((row, i) => outputs.flatMap((each) => each[i]!).slice(0, row.length * outputs.length));
  });
  rowsOf(byOutput).forEach((slopes, i) => slopes.forEach((slope, u) => (loss += slope * rows[i]![u]!)));
  return { output: rows, loss };
}

/** One direction of a layer over all lanes. @param isOwn whether the cell state is there only after the step */
function read(
  steps: PlainModel,
  rows: number[][],
  { initial, batch }: TwoWayWindowNumbers,
  way: number,
  isOwn: boolean,
  nudge?: Nudge,
) {
  const output: number[][] = new Array(rows.length);
  const final: PlainState[] = [];
  for (let lane = 0; lane < batch; lane++) {
    let state = initialOf(initial[way]!, lane, rows[0]!.length);
    for (let t = 0; t < rows.length / batch; t++) {
      const x = [...rows[t * batch + lane]!];
      nudge?.(way, t, lane, 'x', x);
      state = steps.step(0, x, state, 0, (c) => nudge?.(way, t, lane, 'c', c));
      if (isOwn) nudge?.(way, t, lane, 'c', state.c!);
      nudge?.(way, t, lane, 'h', state.h);
      output[t * batch + lane] = state.out?.() ?? state.h;
    }
    final.push(state);
  }
  return { output, final };
}

/** The state that a lane begins with; of a feed-forward layer, whose state are inputs, these. */
function initialOf({ h, c }: { h: Numbers; c?: Numbers }, lane: number, inputs: number): PlainState {
  const row = rowsOf(h)[lane]!;
  const seen = Array.from({ length: Math.floor(row.length / inputs) }, (_, i) =>
    row.slice(i * inputs, (i + 1) * inputs),
  );
  return { h: row, c: c ? rowsOf(c)[lane]! : [], seen };
}

/** Final states times what they are weighed by. */
function weighed(layer: Layer, final: PlainState[], { h, c }: { h: Numbers; c?: Numbers }): number {
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return final.reduce((sum, state, lane) => {
    const carried = layer.cell === 'feed-forward' ? state.seen!.slice(-(layer.context - 1)).flat() : state.h;
    const ofH = layer.cell === 'feed-forward' && layer.context === 1 ? 0 : dot(carried, rowsOf(h)[lane]!);
    return sum + ofH + (c ? dot(state.c!, rowsOf(c)[lane]!) : 0);
  }, 0);
}

const named = (weights: Record<string, Numbers>) =>
  new Map(Object.entries(weights).map(([stem, each]) => [layerName(stem, 0), each]));

const rowsOf = ({ shape: [count, width], data }: Numbers): number[][] =>
  Array.from({ length: count! }, (_, i) => [...data.subarray(i * width!, (i + 1) * width!)]);

const reversed = (rows: number[][], batch: number): number[][] =>
  rows.map((_, i) => rows[rows.length - batch - (i - (i % batch)) + (i % batch)]!);
