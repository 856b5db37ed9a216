import { hasCellState, kernelCells, type NetworkShape } from '../shape';
import type { Generator } from './generator';
import { sizesOf, type ReferenceInput } from './referenceNetwork';

/** A network with its weights, and one window of a batch. */
export interface WindowCase {
  name: string;
  shape: NetworkShape;
  values: Float32Array;
  input: ReferenceInput;
  /** The time step from which losses count. */
  from: number;
  /** Of each layer but the last: how what the layer above reads is dropped. */
  dropout?: { rate: number; key: number }[];
}

/** What a case is made of; the rest is drawn. */
export interface CaseOutline {
  shape: NetworkShape;
  batch: number;
  time: number;
  from?: number;
  hasInitialState?: boolean;
  /** Of each layer but the last. */
  rates?: number[];
}

/** Draws weights, symbols or features, targets or gradients, and initial states. */
export function drawCase(
  generator: Generator,
  { shape, batch, time, from = 0, hasInitialState, rates }: CaseOutline,
): WindowCase {
  const rows = batch * time;
  const last = shape.layers.at(-1)!.units;
  const symbols = 'vocabulary' in shape.input ? generator.symbols(rows, shape.input.vocabulary) : undefined;
  const features = 'features' in shape.input ? generator.numbers(rows * shape.input.features, 1) : undefined;
  const predicted = shape.outputs
    ? { targets: drawTargets(generator, rows, shape.outputs) }
    : { outputGradient: generator.numbers(rows * last, 1) };
  const initial = shape.layers.map(({ cell, units }) => ({
    h: generator.numbers(batch * units, 1),
    ...(hasCellState(cell) ? { c: generator.numbers(batch * units, 2) } : {}),
  }));
  const input = { batch, time, symbols, features, ...predicted, ...(hasInitialState ? { initial } : {}) };
  const name = describeCase({ shape, batch, time, rates });
  const dropout = rates?.map((rate) => ({ rate, key: generator.integer(-(2 ** 31), 2 ** 31 - 1) }));
  return { name, shape, values: drawValues(generator, shape), input, from, dropout };
}

/** Symbols to be predicted; in some cases a third of the time steps has none, which is -1. */
function drawTargets(generator: Generator, rows: number, outputs: number): Int32Array {
  const targets = generator.symbols(rows, outputs);
  if (generator.next() < 0.4) return targets.map((target) => (generator.next() < 0.33 ? -1 : target));
  return targets;
}

/** Weights as large as trained ones: up to 1.5 / sqrt(units), and an embedding of 1. */
function drawValues(generator: Generator, shape: NetworkShape): Float32Array {
  const { embedding, layers, head } = sizesOf(shape);
  const scale = 1.5 / Math.sqrt(Math.max(...shape.layers.map(({ units }) => units)));
  const parts = [
    generator.numbers(embedding, 1),
    ...[...layers.flat(), ...head].map((size) => generator.numbers(size, scale)),
  ];
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

/** Any small network and window. */
export function drawAnyCase(generator: Generator): WindowCase {
  const units = [1, 2, 3, 4, 5, 7, 8, 13, 16, 17, 31, 33];
  const layers = Array.from({ length: generator.integer(1, 3) }, () => ({
    cell: generator.pick(kernelCells),
    units: generator.pick(units),
  }));
  const vocabulary = generator.integer(1, 40);
  const input = generator.pick([
    { vocabulary },
    { vocabulary, embedding: generator.integer(1, 20) },
    { features: generator.integer(1, 20) },
  ]);
  const outputs = generator.integer(0, 3) === 0 ? undefined : 'vocabulary' in input ? vocabulary : 7;
  const time = generator.integer(1, 6);
  const from = outputs ? generator.integer(0, time - 1) : 0;
  const hasInitialState = generator.next() < 0.5;
  const rates = generator.next() < 0.4 ? layers.slice(1).map(() => generator.pick([0, 0.1, 0.5, 0.9])) : undefined;
  const batch = generator.integer(1, 7);
  const outline = { shape: { input, layers, outputs }, batch, time, from, hasInitialState, rates };
  return drawCase(generator, outline);
}

function describeCase({ shape, batch, time, rates }: CaseOutline): string {
  const { input, layers, outputs } = shape;
  const read =
    'features' in input
      ? `${input.features} features`
      : input.embedding
        ? `${input.vocabulary} symbols in ${input.embedding}`
        : `${input.vocabulary} one-hot symbols`;
  const stack = layers.map(({ cell, units }) => `${cell} ${units}`).join(', ');
  const dropped = rates ? `; dropped ${rates.join(', ')}` : '';
  return `${read}; ${stack}; ${outputs ?? 'no'} outputs; batch ${batch}, window ${time}${dropped}`;
}
